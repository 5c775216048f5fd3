/** Programs that we did not write, as judges of what we publish. For tests alone. */
@NullMarked
package org.healthpassport.foreign;

import org.jspecify.annotations.NullMarked;
