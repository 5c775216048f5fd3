package org.healthpassport.api.outbox;

import org.healthpassport.api.StoreAndBus;

/** Lets tests of other packages make relays. */
public final class OutboxTestAccess {
    private OutboxTestAccess() {}

    /** A relay that never sends, so that a test sees the waiting events. */
    public static OutboxRelay idleRelay(StoreAndBus real) {
        return new OutboxRelay("idle", new WaitingEvents(real.mongo()), real.publisher());
    }
}
