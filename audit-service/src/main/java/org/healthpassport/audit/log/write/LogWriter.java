package org.healthpassport.audit.log.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.log.EntryPosition;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.LogView;
import org.healthpassport.audit.log.SourcePartition;
import org.healthpassport.audit.log.StoredFile;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.tile.LogEdge;

/**
 * Appends to the log. Everything that a state refers to is stored before the state itself; files that an interrupted writer
 * leaves behind are referred to by no state.
 *
 * <p>It keeps no state: after a failure, whose outcome is unknown, the caller takes over again.
 */
public final class LogWriter {
    private final LogStore store;
    private final Deduplication known;
    private final StoredFileCache files;
    private final EventRows rows;

    public LogWriter(LogStore store, StoredFileCache files) {
        this.store = store;
        this.known = new Deduplication(store, files);
        this.files = files;
        this.rows = new EventRows(store);
    }

    /**
     * Begins a new epoch, so that writes which earlier writers, or this one, still have under way cannot be committed any more.
     *
     * @throws Superseded another writer did so at the same time
     */
    public LogState takeOver() throws IOException, Superseded {
        store.prepare();
        LogState state = store.state();
        return commit(state, state.takenOver());
    }

    /**
     * Writes rows of events again that somebody removed, some at a time.
     *
     * @return true if there are more; until then, an event of the log that comes again could be appended again
     */
    public boolean mendRows(LogState state) throws IOException {
        return rows.mend(new LogView(state, files), state.size());
    }

    /** The rows that say where events are. */
    public EventRows rows() {
        return rows;
    }

    /**
     * Appends the entries that the log does not have, in this order, together with the offsets up to which they were read. For
     * an entry that has the id of another event in the log, only a finding is appended.
     *
     * @param state the last one that this writer committed
     * @param read the next offsets, together with which the entries become part of the log
     * @return the state that is committed now
     * @throws IOException the entries may or may not be committed
     * @throws Superseded the entries are not committed and never will be
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
