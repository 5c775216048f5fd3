/** The refusals of this service: one problem type for each reason (RFC 9457). */
@NullMarked
package org.healthpassport.audit.problem;

import org.jspecify.annotations.NullMarked;
