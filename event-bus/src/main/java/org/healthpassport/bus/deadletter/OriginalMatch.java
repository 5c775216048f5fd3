package org.healthpassport.bus.deadletter;

/** What Kafka says of the record that a dead letter claims to be a copy of. */
public enum OriginalMatch {
    /** It has the same key, value and headers, so that whoever wrote the dead letter made nothing up. */
    SAME,
    /** It has others, or there never was a record at that place. */
    DIFFERENT,
    /** Kafka keeps it no longer. */
    GONE
}
