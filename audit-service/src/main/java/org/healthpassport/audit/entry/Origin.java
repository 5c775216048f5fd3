package org.healthpassport.audit.entry;

/** The record on the bus that an entry was made of. */
public record Origin(String topic, int partition, long offset) {
    /** Of an entry that this service made itself: the queue in which it waited. */
    public static final Origin OURSELVES = new Origin("auditOwnEntries", 0, 0);
}
