package org.healthpassport.audit.log;

import java.io.IOException;
import java.util.List;
import org.healthpassport.audit.tile.Entry;

/** All committed entries, signed or not. */
public interface CommittedEntries {
    /** The number of entries. */
    long size() throws IOException;

    /**
     * Some of them, in order.
     *
     * @param to at most {@link #size}
     */
    List<Entry> entries(long from, long to) throws IOException;
}
