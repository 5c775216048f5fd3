/** The refusals of the API: one problem type for each reason (RFC 9457). */
@NullMarked
package org.healthpassport.api.problem;

import org.jspecify.annotations.NullMarked;
