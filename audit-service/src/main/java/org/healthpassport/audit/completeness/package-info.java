/** Whether everything that was emitted is in the log: a Merkle log proves that nothing was changed, not that nothing is missing. */
@NullMarked
package org.healthpassport.audit.completeness;

import org.jspecify.annotations.NullMarked;
