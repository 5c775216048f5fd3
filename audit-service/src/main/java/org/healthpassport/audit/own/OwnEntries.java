package org.healthpassport.audit.own;

import java.io.IOException;
import java.util.List;
import org.healthpassport.audit.entry.IdentifiedEntry;

/** A durable queue of the entries that this service itself makes; the writer takes those of all instances. */
public interface OwnEntries {
    /**
     * Puts an entry into the queue; durable when this returns. Has no effect if an entry of the same id is waiting.
     *
     * @throws IOException the queue is full, or the entry may or may not be in it
     */
    default void add(IdentifiedEntry entry) throws IOException {
        addAll(List.of(entry));
    }

    /**
     * The same for several entries at once.
     *
     * @throws IOException the queue is full, or each of them may or may not be in it
     */
    void addAll(List<IdentifiedEntry> entries) throws IOException;

    /**
     * Some of the waiting entries, in no particular order; none is removed. For a document that does not come from this service,
     * an entry that records this is returned instead.
     */
    Waiting waiting(int atMost) throws IOException;

    /** Removes entries that are in the log now. */
    void remove(Waiting logged) throws IOException;

    /**
     * Waiting entries.
     *
     * @param keys the keys of these entries in the queue
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
