package org.healthpassport.audit.completeness.round;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.audit.completeness.logged.LoggedFindings;
import org.healthpassport.audit.completeness.logged.TwiceLogged;
import org.healthpassport.audit.entry.Finding.PutBack;
import org.healthpassport.audit.entry.Finding.PutBack.Kind;
import org.healthpassport.audit.entry.FindingEntries;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.log.write.EventRows;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.events.stream.StreamKind;

/**
 * Tells events that were sent again from two events that have one number. An event that comes again is known by its row; somebody
 * may have removed that, so the rows are compared with the log, and nobody is accused because of an event that is there twice. For
 * one thread.
 */
final class RepeatedEvents {
    /** Steps of a thousand rows that a round compares if none seems to be missing. */
    private static final int ROWS_EACH_ROUND = 10;
    /** Numbers of events that are in the log twice; beyond it, some are looked at again. */
    private static final int MOST_REPEATED = 10_000;

    private final CommittedEntries log;
    private final EventRows rows;
    private final LoggedFindings known;
    private final Noticed noticed;
    private final Pause pause;
    private final Clock clock;
    /** Numbers of which the log has one event twice. */
    private final Set<TwiceLogged.Number> repeated = new HashSet<>();
    /** Numbers that the log has twice, of this round. */
    private final Set<TwiceLogged.Number> suspects = new HashSet<>();

    RepeatedEvents(
            CommittedEntries log, EventRows rows, LoggedFindings known, Noticed noticed, Pause pause, Clock clock) {
        this.log = log;
        this.rows = rows;
        this.known = known;
        this.noticed = noticed;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * Begins a round: compares the rows with the log, and notes those that were missing.
     *
     * @param size the number of entries whose rows are compared
     */
    void compareRows(Generation generation, long size) throws IOException {
        suspects.clear();
        Instant begun = clock.instant();
        while (rows.mend(log, size)) {
            begun = pauseAfter(begun);
        }
        for (int i = 0; i < ROWS_EACH_ROUND && i * EventRows.AT_ONCE < size; i++) {
            rows.goOn(log, size);
            begun = pauseAfter(begun);
        }
        Optional<PutBack> found = rows.found();
        if (found.isPresent()) {
            noticed.note(generation, found.get());
            rows.told();
        }
    }

    /** Takes a number that the log has twice. */
    void suspect(Generation generation, String stream, long number) throws IOException {
        TwiceLogged.Number suspect = new TwiceLogged.Number(stream, number);
        if (!repeated.contains(suspect) && !known.has(generation, finding(suspect))) {
            suspects.add(suspect);
        }
    }

    /** Ends a round: reads the log, and notes the numbers that two events have. */
    void tell(Generation generation) throws IOException {
        if (suspects.isEmpty()) {
            return;
        }
        TwiceLogged search = new TwiceLogged(log, suspects);
        long size = log.size();
        Instant begun = clock.instant();
        while (search.readOn(size)) {
            begun = pauseAfter(begun);
        }
        for (TwiceLogged.Number number : suspects) {
            if (!search.ofOneEvent().contains(number)) {
                noticed.note(generation, finding(number));
            } else if (repeated.size() < MOST_REPEATED) {
                repeated.add(number);
            }
        }
    }

    private static PutBack finding(TwiceLogged.Number number) {
        return new PutBack(
                Kind.NUMBER_TWICE,
                StreamKind.collectionOf(number.stream()),
                FindingEntries.idOf(StreamKind.idOf(number.stream())),
                number.number(),
                number.number());
    }

    /** Returns the time of the next begin. */
    private Instant pauseAfter(Instant begun) throws IOException {
        pause.after(Duration.between(begun, clock.instant()));
        return clock.instant();
    }
}
