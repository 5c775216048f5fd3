/** Aggregates that wait for a worker: if it does not report, it is asked again, less and less often. */
@NullMarked
package org.healthpassport.aggregates.waiting;

import org.jspecify.annotations.NullMarked;
