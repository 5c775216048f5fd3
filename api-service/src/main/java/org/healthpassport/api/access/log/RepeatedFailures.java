package org.healthpassport.api.access.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.healthpassport.aggregates.stamp.Client;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.LoginFailure;

/**
 * Counts failures by source, reason and minute, so that a flood of them becomes a few events. If there are too many
 * sources to count, further ones count as one.
 */
final class RepeatedFailures {
    private static final int RECORDED_ALONE = 20;
    private static final int COUNTED_AT_MOST = 10_000;
    private static final String FURTHER_SOURCES = "";

    private final ConcurrentMap<Key, Count> counts = new ConcurrentHashMap<>();

    /** Counts a failure; returns true if it is merged with others. */
    boolean merges(Client client, Enum<?> reason, Instant now) {
        Key own = new Key(client.source(), reason, now.truncatedTo(ChronoUnit.MINUTES));
        Key key = counts.size() < COUNTED_AT_MOST || counts.containsKey(own) ? own : own.ofFurtherSources();
        Count count = counts.merge(key, new Count(client, 1), Count::and);
        return count.failures > RECORDED_ALONE;
    }

    /** Takes out the counts of minutes that have ended. */
    List<Merged> ended(Instant now) {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        return take(key -> key.minute.isBefore(minute));
    }

    /** Takes out all counts. */
    List<Merged> all() {
        return take(key -> true);
    }

    /** Adds a count that was taken out to the current one. */
    void putBack(Merged merged) {
        counts.merge(merged.key, new Count(merged.client, RECORDED_ALONE + merged.occurrences), Count::andRest);
    }

    private List<Merged> take(Predicate<Key> which) {
        List<Merged> taken = new ArrayList<>();
        for (Key key : counts.keySet()) {
            Count count = which.test(key) ? counts.remove(key) : null;
            if (count != null && count.failures > RECORDED_ALONE) {
                taken.add(new Merged(key, count.client, count.failures - RECORDED_ALONE));
            }
        }
        return taken;
    }

    /** Failures that become one event. */
    record Merged(Key key, Client client, int occurrences) {

        Access access() {
            return key.reason instanceof LoginFailure failure
                    ? new Access.FailedLogin(null, failure)
                    : new Access.Denial(null, (DenialReason) key.reason);
        }
    }

    record Key(String source, Enum<?> reason, Instant minute) {

        Key ofFurtherSources() {
            return new Key(FURTHER_SOURCES, reason, minute);
        }
    }

    /** @param client of the first of these failures */
    private record Count(Client client, int failures) {

        Count and(Count other) {
            return new Count(client, Math.addExact(failures, other.failures));
        }

        /** The sum of both, without the failures that {@code other} counted but that were recorded one by one. */
        Count andRest(Count other) {
            return new Count(client, Math.addExact(failures, other.failures - RECORDED_ALONE));
        }
    }
}
