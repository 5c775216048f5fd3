package org.healthpassport.audit.completeness.logged;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.audit.completeness.logged.LoggedStreams.Numbered;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.projection.LoggedEntry;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.audit.tile.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells numbers that two events have from those of one event that is in the log twice: that one was sent again after somebody had
 * removed its row. Views do not hold the ids of events, so it reads the log from its beginning. For one thread.
 */
public final class TwiceLogged {
    private static final Logger LOG = LoggerFactory.getLogger(TwiceLogged.class);
    private static final int ENTRIES_AT_ONCE = 1024;

    private final CommittedEntries log;
    private final Set<Number> searched;
    private final Map<Number, String> first = new HashMap<>();
    private final Set<Number> again = new HashSet<>();
    private final Set<Number> ofTwoEvents = new HashSet<>();
    private long position;

    public TwiceLogged(CommittedEntries log, Set<Number> searched) {
        this.log = log;
        this.searched = Set.copyOf(searched);
    }

    /** A number in a stream. */
    public record Number(String stream, long number) {}

    /**
     * Reads some more of the log.
     *
     * @return true if the position is not reached yet
     */
    public boolean readOn(long to) throws IOException {
        long until = Math.min(to, position + ENTRIES_AT_ONCE);
        if (position < until) {
            read(until);
            position = until;
        }
        return position < to;
    }

    /** Those that the log has twice, as far as it was read and whole, of one and the same event. */
    public Set<Number> ofOneEvent() {
        Set<Number> ofOneEvent = new HashSet<>(again);
        ofOneEvent.removeAll(ofTwoEvents);
        return ofOneEvent;
    }

    private void read(long until) throws IOException {
        try {
            long index = position;
            for (Entry entry : log.entries(position, until)) {
                compare(LoggedEntry.of(index++, entry));
            }
        } catch (DamagedLogFile damaged) {
            // Numbers that cannot be looked at stay suspicious.
            LOG.warn("Expected to compare entries {} to {}, but {}", position, until - 1, damaged.getMessage());
        }
    }

    private void compare(LoggedEntry entry) {
        Optional<Number> number = Numbered.of(entry)
                .map(numbered -> new Number(numbered.stream(), numbered.number()))
                .filter(searched::contains);
        Optional<String> event = entry.content().map(AuditEntry::eventId);
        if (number.isPresent() && event.isPresent()) {
            String before = first.putIfAbsent(number.get(), event.get());
            if (before != null) {
                (before.equals(event.get()) ? again : ofTwoEvents).add(number.get());
            }
        }
    }
}
