package org.healthpassport.audit.own;

import java.io.IOException;
import java.util.List;
import org.healthpassport.audit.entry.IdentifiedEntry;

/** A durable queue of entries that come from this service itself: whichever instance is the writer, it takes them all. */
public interface OwnEntries {
    /**
     * Puts an entry into the queue, durable when this returns; one of an id that waits already is the same.
     *
     * @throws IOException it may be in the queue or not; or there is no room
     */
    void add(IdentifiedEntry entry) throws IOException;

    /**
     * Some of those that wait, in no particular order; none is removed. What is in the queue but does not come from this
     * service is no entry: another one that says so is in its place.
     */
    Waiting waiting(int atMost) throws IOException;

    /** Removes what the log has. */
    void remove(Waiting logged) throws IOException;

    /**
     * What waits.
     *
     * @param keys by which the queue knows them
     */
    record Waiting(List<IdentifiedEntry> entries, List<Object> keys) {
        /** Nothing. */
        public static final Waiting NONE = new Waiting(List.of(), List.of());

        public Waiting {
            entries = List.copyOf(entries);
            keys = List.copyOf(keys);
        }
    }
}
