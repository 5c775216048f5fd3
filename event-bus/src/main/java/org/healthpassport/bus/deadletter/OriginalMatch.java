package org.healthpassport.bus.deadletter;

/** The comparison of a dead letter with the record that it claims to be a copy of. */
public enum OriginalMatch {
    /** It has the same key, value and headers, so the dead letter is genuine. */
    SAME,
    /** It has others, or there never was a record at that place. */
    DIFFERENT,
    /** Kafka keeps it no longer. */
    GONE
}
