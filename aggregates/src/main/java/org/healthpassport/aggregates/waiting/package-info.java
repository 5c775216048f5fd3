/** Work that this service waits for: a worker that does not report is asked again, less and less often. */
@NullMarked
package org.healthpassport.aggregates.waiting;

import org.jspecify.annotations.NullMarked;
