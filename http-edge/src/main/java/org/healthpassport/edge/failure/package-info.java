/** The answer to every failure of a request, and the log line of those that nobody expected. */
@NullMarked
package org.healthpassport.edge.failure;

import org.jspecify.annotations.NullMarked;
