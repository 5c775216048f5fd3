package org.healthpassport.api.deadletter;

/**
 * What has become of a dead letter. Kafka cannot mark or delete one record, so that this is kept in MongoDB.
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
