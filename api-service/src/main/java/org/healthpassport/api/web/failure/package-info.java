/** Failures of requests: a problem in the answer, and a log entry if the failure was unexpected. */
@NullMarked
package org.healthpassport.api.web.failure;

import org.jspecify.annotations.NullMarked;
