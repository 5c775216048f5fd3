/** Compares all heads with the log, round after round, and records what is not as it was written. */
@NullMarked
package org.healthpassport.audit.completeness.round;

import org.jspecify.annotations.NullMarked;
