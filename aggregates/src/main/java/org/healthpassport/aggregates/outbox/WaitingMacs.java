package org.healthpassport.aggregates.outbox;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.healthpassport.events.Service;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Flux;

/** The MACs of all events that wait in the database, whether or not anybody believes them, or can read them. */
public final class WaitingMacs {
    private final ReactiveMongoTemplate mongo;
    private final OutboxRelay relay;

    WaitingMacs(ReactiveMongoTemplate mongo, OutboxRelay relay) {
        this.mongo = mongo;
        this.relay = relay;
    }

    /** Those of each event, by the service that reads it. */
    public Flux<Map<Service, byte[]>> all() {
        Query waiting = query(where(OutboxFields.MARK).is(OutboxFields.PENDING));
        waiting.fields().include(OutboxFields.EVENTS);
        return Flux.fromIterable(relay.collections())
                .concatMap(collection -> mongo.find(waiting, Document.class, collection))
                .flatMapIterable(WaitingMacs::of);
    }

    private static List<Map<Service, byte[]>> of(Document aggregate) {
        return aggregate.get(OutboxFields.EVENTS) instanceof List<?> events
                ? events.stream().map(WaitingMacs::ofEvent).toList()
                : List.of();
    }

    private static Map<Service, byte[]> ofEvent(Object event) {
        return event instanceof Document stored && stored.get(PendingEvent.MACS) instanceof Document macs
                ? PendingEvent.macs(macs)
                : Map.of();
    }
}
