/** The edge that all HTTP services share. */
@NullMarked
package org.healthpassport.edge;

import org.jspecify.annotations.NullMarked;
