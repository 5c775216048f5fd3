package org.healthpassport.api.access.log;

/**
 * A dead letter, as the audit log identifies it.
 *
 * @param topic the dead-letter topic
 * @param consumer the consumer that put it aside
 */
public record DeadLetterRef(String id, String topic, int partition, long offset, String consumer) {
    static final String RESOURCE_TYPE = "DEAD_LETTER";
}
