/** Who calls. */
@NullMarked
package org.healthpassport.api.access;

import org.jspecify.annotations.NullMarked;
