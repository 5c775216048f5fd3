package org.healthpassport.audit.log;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.healthpassport.audit.entry.IdentifiedEntry;

/** A durable queue of entries that come from this service itself: whichever instance is the writer, it takes them all. */
public interface OwnEntries {
    /** Puts an entry into the queue, durable when this returns; one of an id that waits already is the same. */
    void add(IdentifiedEntry entry) throws IOException;

    /** Some of those that wait, in no particular order; none is removed. */
    List<IdentifiedEntry> waiting(int atMost) throws IOException;

    /** Removes what the log has. */
    void remove(Collection<IdentifiedEntry> entries) throws IOException;
}
