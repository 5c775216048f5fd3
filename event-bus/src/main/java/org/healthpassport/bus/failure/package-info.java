/** The one table that sorts failures by what follows from them. */
@NullMarked
package org.healthpassport.bus.failure;

import org.jspecify.annotations.NullMarked;
