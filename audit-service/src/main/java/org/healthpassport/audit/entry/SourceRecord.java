package org.healthpassport.audit.entry;

/** The record on the bus that an entry was made of. */
public record SourceRecord(String topic, int partition, long offset) {
    /** Of an entry that this service made itself: the queue in which it waited. */
    public static final SourceRecord OURSELVES = new SourceRecord("auditOwnEntries", 0, 0);
}
