package org.healthpassport.audit.log.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.log.EntryPosition;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.SourcePartition;
import org.healthpassport.audit.log.StoredFile;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.tile.LogEdge;

/**
 * Appends to the log. Everything that a state refers to is stored before the state is; what a writer leaves behind that did not
 * get that far is referred to by nobody.
 *
 * <p>It has no memory: after a failure, whose outcome is not known, one takes over again.
 */
public final class LogWriter {
    private final LogStore store;
    private final Deduplication known;

    public LogWriter(LogStore store, StoredFileCache files) {
        this.store = store;
        this.known = new Deduplication(store, files);
    }

    /**
     * Begins a new epoch, so that whatever earlier writers, or this one, still have under way cannot be committed any more.
     *
     * @throws Superseded somebody else did so at the same time
     */
    public LogState takeOver() throws IOException, Superseded {
        store.prepare();
        LogState state = store.state();
        return commit(state, state.takenOver());
    }

    /**
     * Appends the entries that the log does not have, in this order, and remembers up to where they were read. Of one that
     * bears the id of another event in the log only the finding is appended.
     *
     * @param state the last one that this writer committed
     * @param read the next offsets, together with which the entries become part of the log
     * @return the state that is committed now
     * @throws IOException it may be committed or not
     * @throws Superseded it is not committed and never will be
     */
    public LogState append(LogState state, List<IdentifiedEntry> entries, Map<SourcePartition, Long> read)
            throws IOException, Superseded {
        List<IdentifiedEntry> added = known.missing(state, entries);
        LogEdge.Growth growth =
                state.edge().append(added.stream().map(IdentifiedEntry::entry).toList());
        LogState next = state.advanced(growth.edge(), read);
        if (next.equals(state)) {
            return state;
        }
        if (!added.isEmpty()) {
            store.addFiles(StoredFile.of(growth));
            store.addPositions(positions(state.size(), added));
        }
        return commit(state, next);
    }

    private LogState commit(LogState state, LogState next) throws IOException, Superseded {
        if (!store.replace(state, next)) {
            throw new Superseded();
        }
        return next;
    }

    private static List<EntryPosition> positions(long firstIndex, List<IdentifiedEntry> added) {
        List<EntryPosition> positions = new ArrayList<>(added.size());
        for (IdentifiedEntry entry : added) {
            positions.add(new EntryPosition(
                    entry.id(), firstIndex + positions.size(), entry.entry().leafHash()));
        }
        return positions;
    }
}
