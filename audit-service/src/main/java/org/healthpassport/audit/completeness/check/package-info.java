/**
 * Compares what was emitted with the log, names missing entries, and reports them to auditors. A Merkle log proves that nothing
 * was changed, not that nothing is missing.
 */
@NullMarked
package org.healthpassport.audit.completeness.check;

import org.jspecify.annotations.NullMarked;
