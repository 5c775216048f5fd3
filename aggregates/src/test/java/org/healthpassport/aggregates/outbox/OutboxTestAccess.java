package org.healthpassport.aggregates.outbox;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.bson.Document;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.bus.EventPublisher;

/** Lets tests of other packages make relays. */
public final class OutboxTestAccess {
    private OutboxTestAccess() {}

    /** A relay that never sends, so that a test sees the waiting events. */
    public static OutboxRelay idleRelay(StoreAndBus real) {
        return relay("idle", real, real.publisher());
    }

    /** The MACs of the events that wait in a collection. */
    public static WaitingMacs waitingMacs(StoreAndBus real, String collection) {
        OutboxRelay relay = idleRelay(real);
        relay.watch(collection);
        return new WaitingMacs(real.mongo(), relay);
    }

    /** The waiting events of an aggregate, as this version of the service wrote them. */
    public static List<PendingEvent> waiting(Document aggregate) {
        return aggregate.getList(OutboxFields.EVENTS, Document.class).stream()
                .map(stored ->
                        new PendingEvent(PendingEvent.kept(stored).orElseThrow().read()))
                .toList();
    }

    static OutboxRelay relay(String name, StoreAndBus real, EventPublisher publisher) {
        return new OutboxRelay(
                name, real.mongo(), publisher, new AttestedOutbox(real.macs(), new SimpleMeterRegistry()), List.of());
    }
}
