package org.healthpassport.aggregates.eventkey;

import java.util.List;
import java.util.Optional;

/**
 * A key of events: of one service that writes them, and one that reads them.
 *
 * @param name of the key, such as {@code api-service-qr-worker}
 * @param versions from the oldest to the newest
 */
public record EventKey(String name, List<Version> versions) {
    public EventKey {
        versions = List.copyOf(versions);
    }

    /** The states of a version. */
    public enum State {
        /** Its reader gets to know it; it proves nothing yet. */
        ANNOUNCED,
        /** Its writer proves events with it. */
        PRIMARY,
        /** It only proves events that were written before. */
        OLD
    }

    /**
     * A version of the key.
     *
     * @param id as its file has it
     * @param use of an old version; empty for others, and until it is counted
     */
    public record Version(int id, State state, Optional<KeyUse> use) {}
}
