package org.healthpassport.api.document.upkeep;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.bson.Document;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.healthpassport.aggregates.outbox.Lease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lets one piece of work on the object stores run at a time, on all instances together: a move that copies an object
 * which a sweep is about to remove would lose it. An instance takes over after it has seen the lease unchanged for a while by
 * its own monotonic clock.
 */
@Component
public final class StoreLease {
    private static final Logger log = LoggerFactory.getLogger(StoreLease.class);

    /** Longer than any call to a store takes. */
    static final Duration TAKEN_OVER_AFTER = Duration.ofMinutes(5);

    private static final Duration RENEWED_EVERY = Duration.ofSeconds(30);
    private static final String COLLECTION = "objectStoreLease";
    private static final String ID = "lease";
    private static final String LEASE = "lease";
    private static final String NOBODY = "";

    private final ReactiveMongoTemplate mongo;
    private final Ids ids;
    private final LongSupplier nanoTime;
    private @Nullable Lease observed;
    private long observedSince;

    @Autowired
    StoreLease(ReactiveMongoTemplate mongo, Ids ids) {
        this(mongo, ids, System::nanoTime);
    }

    StoreLease(ReactiveMongoTemplate mongo, Ids ids, LongSupplier nanoTime) {
        this.mongo = mongo;
        this.ids = ids;
        this.nanoTime = nanoTime;
    }

    /** Does the work while this instance holds the lease; does nothing if other work holds it. */
    public Mono<Void> during(Mono<Void> work) {
        return take().flatMap(taken -> Mono.usingWhen(
                Mono.fromSupplier(() -> new Held(taken)),
                held -> work.takeUntilOther(lost(held)),
                held -> replace(held.lease, NOBODY).then()));
    }

    private Mono<Lease> take() {
        return mongo.findById(ID, Document.class, COLLECTION)
                .map(stored -> Optional.ofNullable(Lease.from(stored.get(LEASE, Document.class))))
                .defaultIfEmpty(Optional.empty())
                .filter(this::isFree)
                .flatMap(current -> replace(current.orElse(null), ids.next()));
    }

    private synchronized boolean isFree(Optional<Lease> current) {
        if (current.isEmpty() || current.get().owner().equals(NOBODY)) {
            return true;
        }
        if (!current.get().equals(observed)) {
            if (observed == null) {
                log.info(
                        "Another instance works on the object stores, or did so when it was killed; if it does no more, this instance takes over in {} minutes",
                        TAKEN_OVER_AFTER.toMinutes());
            }
            observed = current.get();
            observedSince = nanoTime.getAsLong();
        }
        return nanoTime.getAsLong() - observedSince >= TAKEN_OVER_AFTER.toNanos();
    }

    /** Completes, which ends the work, if the lease could not be renewed. */
    private Mono<Boolean> lost(Held held) {
        return Flux.interval(RENEWED_EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> replace(held.lease, held.lease.owner())
                        .doOnNext(renewed -> held.lease = renewed)
                        .hasElement()
                        .onErrorReturn(false))
                .filter(renewed -> !renewed)
                .next();
    }

    /** The next lease; empty if somebody else has changed it meanwhile. */
    private Mono<Lease> replace(@Nullable Lease current, String owner) {
        Lease next = Lease.taken(current, owner);
        Mono<Boolean> replaced = current == null
                ? InsertIfMissing.insert(mongo, new Document("_id", ID).append(LEASE, next.toDocument()), COLLECTION)
                : mongo.updateFirst(
                                query(where("_id").is(ID).and(LEASE).is(current.toDocument())),
                                Update.update(LEASE, next.toDocument()),
                                COLLECTION)
                        .map(result -> result.getMatchedCount() == 1);
        return replaced.filter(done -> done).map(done -> next);
    }

    /** The lease as this instance wrote it last. */
    private static final class Held {
        private volatile Lease lease;

        Held(Lease lease) {
            this.lease = lease;
        }
    }
}
