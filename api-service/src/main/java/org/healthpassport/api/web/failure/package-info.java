/**
 * What becomes of the failure of a request: a problem in the answer, and a line in the log where nobody expected it.
 */
@NullMarked
package org.healthpassport.api.web.failure;

import org.jspecify.annotations.NullMarked;
