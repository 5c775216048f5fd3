package org.healthpassport.api.access.log;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.healthpassport.aggregates.head.StreamHeads;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.outbox.AggregateRef;
import org.healthpassport.aggregates.outbox.Lease;
import org.healthpassport.aggregates.outbox.OutboxFields;
import org.healthpassport.aggregates.outbox.OutboxRelay;
import org.healthpassport.aggregates.outbox.PendingEvent;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.sweep.Sweep;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Access events that wait for Kafka, one document per batch. They are stored like the events of an aggregate, so that
 * the relay sends them. Emptied batches are swept; the newest batch of each producer stays, as it holds the number of
 * the last event.
 */
@Component
final class MongoAccessBatches implements AccessBatchStore, PreparationStep, Sweep {
    static final String COLLECTION = "accessBatches";
    static final String PRODUCER = "producer";

    private static final Duration SWEPT_EVERY = Duration.ofMinutes(1);
    private static final Duration KEPT_EMPTY = Duration.ofMinutes(1);
    /** As long as Kafka keeps the events. */
    private static final Duration KEPT_OF_OTHERS = Duration.ofDays(30);
    /** A producer ends with each failure of MongoDB; a forgotten one is swept like those of other instances. */
    private static final int PRODUCERS_AT_MOST = 64;

    private final ReactiveMongoTemplate mongo;
    private final OutboxRelay relay;
    private final StreamHeads heads;
    private final Ids ids;
    private final Clock clock;
    private final Map<String, Long> newest = new ConcurrentHashMap<>();

    MongoAccessBatches(ReactiveMongoTemplate mongo, OutboxRelay relay, StreamHeads heads, Ids ids, Clock clock) {
        this.mongo = mongo;
        this.relay = relay;
        this.heads = heads;
        this.ids = ids;
        this.clock = clock;
        // Each access has a number of its own, and nobody needs them in order.
        relay.watchIndependent(COLLECTION);
    }

    @Override
    public Mono<Void> prepare() {
        return relay.createIndex(COLLECTION)
                .then(mongo.indexOps(COLLECTION).createIndex(new Index(PRODUCER, Direction.ASC)))
                .then(heads.prepare(Set.of(COLLECTION)));
    }

    @Override
    public Mono<Void> insert(Producer after, List<PendingEvent> events) {
        return Mono.defer(() -> {
            String id = ids.next();
            Lease lease = Lease.taken(null, relay.instance());
            Document batch = new Document("_id", id)
                    .append(PRODUCER, after.id())
                    .append(StreamHeads.LAST, after.last())
                    .append(StreamHeads.CHANGED, StreamHeads.minute(clock.instant()))
                    .append(OutboxFields.MARK, OutboxFields.PENDING)
                    .append(
                            OutboxFields.EVENTS,
                            events.stream().map(PendingEvent::toDocument).toList())
                    .append(OutboxFields.LEASE, lease.toDocument());
            return mongo.insert(batch, COLLECTION)
                    .doOnSuccess(inserted -> {
                        remember(after);
                        relay.nudge(new AggregateRef(COLLECTION, id), events, lease);
                    })
                    .then();
        });
    }

    @Override
    public String what() {
        return "the access batches";
    }

    @Override
    public Duration every() {
        return SWEPT_EVERY;
    }

    /** Removes batches that Kafka has and nothing needs any more. */
    @Override
    public Mono<Void> sweep() {
        return Flux.fromIterable(Map.copyOf(newest).entrySet())
                .concatMap(own -> remove(emptyFor(KEPT_EMPTY)
                        .and(PRODUCER)
                        .is(own.getKey())
                        .and(StreamHeads.LAST)
                        .lt(own.getValue())))
                .then(Mono.defer(
                        () -> remove(emptyFor(KEPT_OF_OTHERS).and(PRODUCER).nin(Set.copyOf(newest.keySet())))));
    }

    private Criteria emptyFor(Duration time) {
        return where(OutboxFields.MARK)
                .exists(false)
                .and(StreamHeads.CHANGED)
                .lt(StreamHeads.minute(clock.instant().minus(time)));
    }

    private Mono<Void> remove(Criteria batches) {
        return mongo.remove(query(batches), COLLECTION).then();
    }

    private void remember(Producer producer) {
        if (newest.size() >= PRODUCERS_AT_MOST && !newest.containsKey(producer.id())) {
            newest.keySet().stream().sorted().findFirst().ifPresent(newest::remove);
        }
        newest.put(producer.id(), producer.last());
    }
}
