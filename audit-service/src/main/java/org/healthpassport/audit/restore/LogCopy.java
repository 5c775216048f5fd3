package org.healthpassport.audit.restore;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.log.EntryPosition;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.LogView;
import org.healthpassport.audit.log.StoredFile;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.audit.tile.LogEdge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the beginning of a log that continues another one: an entry of its own, and copies of all entries of the other. It
 * writes files and positions only, under names that come from their content, so it can be done again.
 */
final class LogCopy {
    private static final Logger LOG = LoggerFactory.getLogger(LogCopy.class);
    private static final int ENTRIES_AT_ONCE = 1024;
    private static final long REPORT_NANOS = Duration.ofSeconds(5).toNanos();

    private final LogStore store;
    private LogEdge edge = LogEdge.EMPTY;

    LogCopy(LogStore store) {
        this.store = store;
    }

    /** Copies everything; gives the edge, which nobody has committed yet. */
    LogEdge copy(IdentifiedEntry first, LogView restored, Lead lead) throws IOException {
        store.prepare();
        edge = LogEdge.EMPTY;
        add(List.of(first.entry()));
        long reportedAt = System.nanoTime();
        for (long from = 0; from < restored.size(); from += ENTRIES_AT_ONCE) {
            lead.require();
            add(restored.entries(from, Math.min(restored.size(), from + ENTRIES_AT_ONCE)));
            if (System.nanoTime() - reportedAt >= REPORT_NANOS) {
                LOG.info("Copied {} of {} entries of the audit log", edge.size() - 1, restored.size());
                reportedAt = System.nanoTime();
            }
        }
        return edge;
    }

    private void add(List<Entry> entries) throws IOException {
        List<EntryPosition> positions = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            long index = edge.size() + i;
            id(entry).ifPresent(id -> positions.add(new EntryPosition(id, index, entry.leafHash())));
        }
        LogEdge.Growth growth = edge.append(entries);
        store.addFiles(StoredFile.of(growth));
        store.addPositions(positions);
        edge = growth.edge();
    }

    private static Optional<String> id(Entry entry) {
        return AuditEntry.read(entry).map(AuditEntry::eventId);
    }
}
