/** The audit of the auditors: what is asked of the log is in the log before it is answered. */
@NullMarked
package org.healthpassport.audit.query;

import org.jspecify.annotations.NullMarked;
