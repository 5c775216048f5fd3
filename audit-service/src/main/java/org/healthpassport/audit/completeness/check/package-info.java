/** Compares what was emitted with the log, names missing entries, and reports them to auditors. */
@NullMarked
package org.healthpassport.audit.completeness.check;

import org.jspecify.annotations.NullMarked;
