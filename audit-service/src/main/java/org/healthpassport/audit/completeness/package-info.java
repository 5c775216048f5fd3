/** Finds lost entries. A Merkle log proves that nothing was changed, not that nothing is missing. */
@NullMarked
package org.healthpassport.audit.completeness;

import org.jspecify.annotations.NullMarked;
