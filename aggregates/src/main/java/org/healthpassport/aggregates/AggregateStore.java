package org.healthpassport.aggregates;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.healthpassport.aggregates.event.StampedEvents;
import org.healthpassport.aggregates.head.StreamHeads;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.outbox.OutboxRelay;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.stamp.Stamps;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.aggregates.watch.Watched;
import org.healthpassport.events.kafka.EventMacs;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.index.ReactiveIndexOperations;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Provides features with the {@link Aggregates} of their kind. */
@Component
public final class AggregateStore implements PreparationStep {
    private final Set<AggregateKind<?>> kinds = ConcurrentHashMap.newKeySet();
    private final List<Aggregates<?>> all = new CopyOnWriteArrayList<>();
    private final ReactiveMongoTemplate mongo;
    private final SubjectKeyRing keyRing;
    private final OutboxRelay relay;
    private final Stamps stamps;
    private final EventMacs macs;
    private final StreamHeads heads;
    private final Ids ids;
    private final UnreadableAlarm alarm;
    private final Clock clock;

    public AggregateStore(
            ReactiveMongoTemplate mongo,
            SubjectKeyRing keyRing,
            OutboxRelay relay,
            Stamps stamps,
            EventMacs macs,
            StreamHeads heads,
            Ids ids,
            UnreadableAlarm alarm,
            Clock clock) {
        this.mongo = mongo;
        this.keyRing = keyRing;
        this.relay = relay;
        this.stamps = stamps;
        this.macs = macs;
        this.heads = heads;
        this.ids = ids;
        this.alarm = alarm;
        this.clock = clock;
    }

    /**
     * The aggregates of a kind; call it while the service starts, so that their indexes are created and their events
     * sent.
     */
    public <S> Aggregates<S> of(AggregateKind<S> kind) {
        return aggregates(kind, null);
    }

    /** The same for a kind of which none may go back to an earlier state: one that does cannot be read. */
    public <S> Aggregates<S> of(AggregateKind<S> kind, Watched<S> watched) {
        return aggregates(kind, watched);
    }

    private <S> Aggregates<S> aggregates(AggregateKind<S> kind, @Nullable Watched<S> watched) {
        kinds.add(kind);
        relay.watch(kind.collection());
        StampedEvents stamped = new StampedEvents(kind.resourceType(), stamps, macs, ids);
        Aggregates<S> made = new Aggregates<>(kind, mongo, keyRing, relay, stamped, alarm, clock, watched);
        all.add(made);
        return made;
    }

    /** The aggregates of all kinds that features use. */
    public List<Aggregates<?>> all() {
        return List.copyOf(all);
    }

    @Override
    public Mono<Void> prepare() {
        List<String> collections = kinds.stream().map(AggregateKind::collection).toList();
        return Flux.fromIterable(kinds)
                .concatMap(this::createIndexes)
                .then(Mono.defer(() -> heads.prepare(collections)));
    }

    private Mono<Void> createIndexes(AggregateKind<?> kind) {
        ReactiveIndexOperations indexes = mongo.indexOps(kind.collection());
        Flux<Index> lists = Flux.fromIterable(kind.listFields())
                .startWith(StoredAggregate.SUBJECT)
                .map(field -> new Index(field, Direction.ASC)
                        .on(StoredAggregate.CREATED, Direction.DESC)
                        .on("_id", Direction.DESC));
        Flux<Index> unique = Flux.fromIterable(kind.uniqueFields())
                .map(field -> new Index(field, Direction.ASC).unique().sparse());
        return relay.createIndex(kind.collection())
                .thenMany(lists.concatWith(unique).concatMap(indexes::createIndex))
                .then();
    }
}
