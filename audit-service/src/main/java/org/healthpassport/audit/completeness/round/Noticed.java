package org.healthpassport.audit.completeness.round;

import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.healthpassport.audit.completeness.logged.LoggedFindings;
import org.healthpassport.audit.entry.Finding.PutBack;
import org.healthpassport.audit.entry.FindingEntries;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.own.OwnEntries;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.events.stream.StreamKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts each finding into the log once, where nobody can remove it. A finding that the log does not have yet is kept and given to
 * the queue again, as somebody may remove it there. For one thread.
 */
final class Noticed {
    private static final Logger LOG = LoggerFactory.getLogger(Noticed.class);
    /** More at once say nothing new; the next rounds find the rest. */
    private static final int MOST_WAITING = 100;

    private final OwnEntries own;
    private final LoggedFindings logged;
    private final Clock clock;
    private final Map<String, Waiting> waiting = new HashMap<>();

    Noticed(OwnEntries own, LoggedFindings logged, Clock clock) {
        this.own = own;
        this.logged = logged;
        this.clock = clock;
    }

    private record Waiting(PutBack finding, IdentifiedEntry entry) {}

    /** @param id of the aggregate, which may be anything */
    void note(Generation generation, PutBack.Kind kind, StreamKind of, String id, long from, long to)
            throws IOException {
        note(generation, new PutBack(kind, of.collection(), FindingEntries.idOf(id), from, to));
    }

    void note(Generation generation, PutBack finding) throws IOException {
        if (waiting.containsKey(finding.name()) || waiting.size() >= MOST_WAITING || logged.has(generation, finding)) {
            return;
        }
        LOG.error(
                "Expected the database to be as this log says that it was written, but it is not: {} of {} {}, numbers {} to {}",
                finding.kind(),
                finding.collection(),
                finding.aggregate(),
                finding.from(),
                finding.to());
        IdentifiedEntry entry = FindingEntries.ofPutBack(finding, clock.instant());
        waiting.put(finding.name(), new Waiting(finding, entry));
        own.add(entry);
    }

    /** Forgets those that the log has, and gives the others to the queue again. */
    void settle(Generation generation) throws IOException {
        for (Iterator<Waiting> each = waiting.values().iterator(); each.hasNext(); ) {
            Waiting one = each.next();
            if (logged.has(generation, one.finding())) {
                each.remove();
            } else {
                own.add(one.entry());
            }
        }
    }
}
