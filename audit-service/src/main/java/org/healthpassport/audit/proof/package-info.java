/** Proofs that an entry is in the log, and that the log only grew (RFC 6962, 2.1). */
@NullMarked
package org.healthpassport.audit.proof;

import org.jspecify.annotations.NullMarked;
