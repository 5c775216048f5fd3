/** A start that waits for what comes late, and ends over what does not come by waiting. */
@NullMarked
package org.healthpassport.bus.start;

import org.jspecify.annotations.NullMarked;
