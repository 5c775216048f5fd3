package org.healthpassport.aggregates.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Remembers for how long each waiting aggregate has been unchanged, by this instance's own monotonic clock. */
final class StaleLeaseDetector {
    private final LongSupplier nanoTime;
    private final long patienceNanos;
    private final Map<AggregateRef, Observation> observations = new HashMap<>();

    StaleLeaseDetector(Duration patience, LongSupplier nanoTime) {
        this.patienceNanos = patience.toNanos();
        this.nanoTime = nanoTime;
    }

    /** True if the aggregate has waited, with this lease and this first event, for the whole patience. */
    boolean unchangedForLong(AggregateRef aggregate, @Nullable Lease lease, String firstEventId) {
        long now = nanoTime.getAsLong();
        Observation seen = observations.get(aggregate);
        if (seen == null || !seen.isOf(lease, firstEventId)) {
            observations.put(aggregate, new Observation(lease, firstEventId, now));
            return false;
        }
        return now - seen.sinceNanos >= patienceNanos;
    }

    /** Forgets aggregates that do not wait any more. */
    void retain(Set<AggregateRef> waiting) {
        observations.keySet().retainAll(waiting);
    }

    private record Observation(@Nullable Lease lease, String firstEventId, long sinceNanos) {
        boolean isOf(@Nullable Lease otherLease, String otherFirstEventId) {
            return firstEventId.equals(otherFirstEventId) && Objects.equals(lease, otherLease);
        }
    }
}
