/** The one table that sorts failures into kinds. */
@NullMarked
package org.healthpassport.bus.failure;

import org.jspecify.annotations.NullMarked;
