package org.healthpassport.api.deadletter.kept;

/**
 * The state of a dead letter. It is stored in MongoDB, as Kafka cannot mark or delete a single record.
 *
 * <pre>
 *   WAITING --replayed--> REPLAYED   (if it fails again, that is a dead letter of its own)
 *      +------discarded-> DISCARDED
 * </pre>
 */
public enum DeadLetterState {
    WAITING,
    REPLAYED,
    DISCARDED
}
