/** Work that this service waits for: a worker that does not report is asked again, less and less often. */
@NullMarked
package org.healthpassport.api.waiting;

import org.jspecify.annotations.NullMarked;
