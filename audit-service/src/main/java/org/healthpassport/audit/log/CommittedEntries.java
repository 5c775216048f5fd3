package org.healthpassport.audit.log;

import java.io.IOException;
import java.util.List;
import org.healthpassport.audit.tile.Entry;

/** The entries that views are made from: all that is committed, signed or not. */
public interface CommittedEntries {
    /** How many there are. */
    long size() throws IOException;

    /**
     * Some of them, in order.
     *
     * @param to at most {@link #size}
     */
    List<Entry> entries(long from, long to) throws IOException;
}
