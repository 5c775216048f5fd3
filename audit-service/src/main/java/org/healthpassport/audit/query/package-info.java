/** Audits the auditors: every request for the log's entries is in the log before it is answered. */
@NullMarked
package org.healthpassport.audit.query;

import org.jspecify.annotations.NullMarked;
