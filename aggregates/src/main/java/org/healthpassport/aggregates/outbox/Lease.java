package org.healthpassport.aggregates.outbox;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Says which instance sends an aggregate's events. It has no clock in it: an instance that wants to take it over must
 * have seen it unchanged for a while by its own monotonic clock. A holder that wakes up late can only send events
 * twice, and consumers, who know the sequence numbers, recognize repeated events.
 */
public record Lease(String owner, long counter) {

    public Document toDocument() {
        return new Document("owner", owner).append("counter", counter);
    }

    /** Null also for something that no instance writes, and so no instance holds. */
    public static @Nullable Lease from(@Nullable Object stored) {
        return stored instanceof Document lease
                        && lease.get("owner") instanceof String owner
                        && lease.get("counter") instanceof Long counter
                ? new Lease(owner, counter)
                : null;
    }

    /** The lease as its next holder writes it. */
    public static Lease taken(@Nullable Lease current, String owner) {
        return new Lease(owner, current == null ? 1 : current.counter + 1);
    }
}
