package org.healthpassport.audit.log.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.Finding.PutBack;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.log.EntryPosition;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.audit.tile.LogFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the rows that say where events are with the log, and writes those again that somebody removed or changed: without its
 * row, an event that comes again would be appended again. For one thread.
 */
public final class EventRows {
    private static final Logger LOG = LoggerFactory.getLogger(EventRows.class);
    private static final int BUNDLES_AT_ONCE = 4;
    /** The most entries that one call compares. */
    public static final int AT_ONCE = BUNDLES_AT_ONCE * LogFile.FULL_WIDTH;

    private final LogStore store;
    /** The next entry of a pass over all, -1 if there is none under way. */
    private long nextOfPass = -1;

    private long next;
    /** Rows that are missing after a pass, as those of entries that cannot be read. */
    private long accepted;

    private long first = -1;
    private long last = -1;

    public EventRows(LogStore store) {
        this.store = store;
    }

    /**
     * Compares some entries, if there are fewer rows than entries; a writer stores the rows first.
     *
     * @return true if there are more to compare before all events are known again
     */
    public boolean mend(CommittedEntries log, long size) throws IOException {
        if (nextOfPass < 0) {
            if (store.positionCount() + accepted >= size) {
                return false;
            }
            nextOfPass = 0;
        }
        nextOfPass = compare(log, nextOfPass, size);
        if (nextOfPass < size) {
            return true;
        }
        nextOfPass = -1;
        accepted = Math.max(0, size - store.positionCount());
        return false;
    }

    /** Compares the next entries, whatever the number of rows; begins anew after the last one. */
    public void goOn(CommittedEntries log, long size) throws IOException {
        next = compare(log, next < size ? next : 0, size);
    }

    /** A finding about the rows that were written again and are not told yet; empty if there are none. */
    public Optional<PutBack> found() {
        return first < 0
                ? Optional.empty()
                : Optional.of(new PutBack(PutBack.Kind.VIEW_CHANGED, "auditEventIds", "log", first, last));
    }

    /** The finding is recorded. */
    public void told() {
        first = -1;
        last = -1;
    }

    /** Returns the index of the first entry that was not compared. */
    private long compare(CommittedEntries log, long from, long size) throws IOException {
        List<EntryPosition> positions = new ArrayList<>();
        long begin = from;
        for (int i = 0; i < BUNDLES_AT_ONCE && begin < size; i++) {
            long end = Math.min(size, (begin / LogFile.FULL_WIDTH + 1) * LogFile.FULL_WIDTH);
            addPositions(log, begin, end, positions);
            begin = end;
        }
        for (EntryPosition written : store.restorePositions(positions)) {
            first = first < 0 ? written.index() : Math.min(first, written.index());
            last = Math.max(last, written.index());
        }
        return begin;
    }

    private static void addPositions(CommittedEntries log, long begin, long end, List<EntryPosition> positions)
            throws IOException {
        try {
            long index = begin;
            for (Entry entry : log.entries(begin, end)) {
                long here = index++;
                AuditEntry.read(entry)
                        .ifPresent(read -> positions.add(new EntryPosition(read.eventId(), here, entry.leafHash())));
            }
        } catch (DamagedLogFile damaged) {
            // An operator has to restore it. The others count nevertheless.
            LOG.warn("Expected to compare the rows of events {} to {}, but {}", begin, end - 1, damaged.getMessage());
        }
    }
}
