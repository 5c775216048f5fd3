package org.healthpassport.api.document.upkeep;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lets one piece of work on the object stores run at a time, on all instances together: a move that copies an object
 * which a sweep is about to remove would lose it.
 */
@Component
public final class StoreLease {
    /** Longer than any call to a store takes. */
    private static final Duration LEASED_FOR = Duration.ofMinutes(5);

    private static final Duration RENEWED_EVERY = Duration.ofSeconds(30);
    private static final String COLLECTION = "objectStoreLease";
    private static final String ID = "lease";
    private static final String HOLDER = "holder";
    private static final String UNTIL = "until";

    private final ReactiveMongoTemplate mongo;
    private final Ids ids;
    private final Clock clock;

    StoreLease(ReactiveMongoTemplate mongo, Ids ids, Clock clock) {
        this.mongo = mongo;
        this.ids = ids;
        this.clock = clock;
    }

    /** Does the work while this instance holds the lease; does nothing if other work holds it. */
    public Mono<Void> during(Mono<Void> work) {
        return Mono.defer(() -> {
            String holder = ids.next();
            return take(holder)
                    .filter(taken -> taken)
                    .flatMap(taken ->
                            Mono.usingWhen(Mono.just(holder), mine -> work.takeUntilOther(lost(mine)), this::release));
        });
    }

    /** Completes, which ends the work, if the lease could not be renewed. */
    private Mono<Boolean> lost(String holder) {
        return Flux.interval(RENEWED_EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> take(holder).onErrorReturn(false))
                .filter(renewed -> !renewed)
                .next();
    }

    private Mono<Boolean> take(String holder) {
        Instant now = clock.instant();
        Criteria free =
                new Criteria().orOperator(where(HOLDER).is(holder), where(UNTIL).lt(Date.from(now)));
        Date until = Date.from(now.plus(LEASED_FOR));
        return InsertIfMissing.insert(
                        mongo, new Document("_id", ID).append(HOLDER, holder).append(UNTIL, until), COLLECTION)
                .flatMap(first -> first
                        ? Mono.just(true)
                        : mongo.updateFirst(
                                        query(where("_id").is(ID).andOperator(free)),
                                        new Update().set(HOLDER, holder).set(UNTIL, until),
                                        COLLECTION)
                                .map(result -> result.getMatchedCount() == 1));
    }

    private Mono<Void> release(String holder) {
        return mongo.updateFirst(
                        query(where("_id").is(ID).and(HOLDER).is(holder)),
                        new Update().set(UNTIL, Date.from(Instant.EPOCH)),
                        COLLECTION)
                .then();
    }
}
