package org.healthpassport.aggregates.outbox;

import org.healthpassport.aggregates.StoreAndBus;

/** Lets tests of other packages make relays. */
public final class OutboxTestAccess {
    private OutboxTestAccess() {}

    /** A relay that never sends, so that a test sees the waiting events. */
    public static OutboxRelay idleRelay(StoreAndBus real) {
        return new OutboxRelay("idle", new PendingEventStore(real.mongo()), real.publisher());
    }
}
