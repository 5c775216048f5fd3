package org.healthpassport.aggregates.eventkey;

/**
 * The number of events that name a version of a key. They are not believed any more once it is destroyed.
 *
 * @param pendingEvents those that wait in MongoDB
 * @param deadLetters those in topics of dead letters
 * @param records those in all other topics
 */
public record KeyUse(long pendingEvents, long deadLetters, long records) {
    static final KeyUse NONE = new KeyUse(0, 0, 0);
    static final KeyUse PENDING_EVENT = new KeyUse(1, 0, 0);
    static final KeyUse DEAD_LETTER = new KeyUse(0, 1, 0);
    static final KeyUse RECORD = new KeyUse(0, 0, 1);

    /** True if nothing names the version. */
    public boolean isNone() {
        return equals(NONE);
    }

    KeyUse plus(KeyUse other) {
        return new KeyUse(
                pendingEvents + other.pendingEvents, deadLetters + other.deadLetters, records + other.records);
    }
}
