/**
 * Dead letters, for administrators: lists the records that consumers put aside, replays them to the consumer that
 * failed, or discards them.
 */
@NullMarked
package org.healthpassport.api.deadletter;

import org.jspecify.annotations.NullMarked;
