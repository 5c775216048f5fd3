package org.healthpassport.audit.entry;

/** The place of the Kafka record that an entry was made of. */
public record SourceRecord(String topic, int partition, long offset) {
    /** The origin of an entry of this service itself: the queue in which it waited. */
    public static final SourceRecord OURSELVES = new SourceRecord("auditOwnEntries", 0, 0);
}
