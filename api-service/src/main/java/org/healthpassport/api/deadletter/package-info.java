/** Dead letters, for administrators: what consumers put aside is listed, replayed to the consumer that failed, or discarded. */
@NullMarked
package org.healthpassport.api.deadletter;

import org.jspecify.annotations.NullMarked;
