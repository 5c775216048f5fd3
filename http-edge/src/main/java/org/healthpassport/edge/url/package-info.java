/** The public address of the installation. */
@NullMarked
package org.healthpassport.edge.url;

import org.jspecify.annotations.NullMarked;
