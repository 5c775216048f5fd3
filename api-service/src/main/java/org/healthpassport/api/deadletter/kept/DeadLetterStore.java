package org.healthpassport.api.deadletter.kept;

import static org.healthpassport.api.deadletter.kept.StoredDeadLetter.AT;
import static org.healthpassport.api.deadletter.kept.StoredDeadLetter.BY;
import static org.healthpassport.api.deadletter.kept.StoredDeadLetter.CONSUMER;
import static org.healthpassport.api.deadletter.kept.StoredDeadLetter.ID;
import static org.healthpassport.api.deadletter.kept.StoredDeadLetter.SINCE;
import static org.healthpassport.api.deadletter.kept.StoredDeadLetter.STATE;
import static org.healthpassport.api.deadletter.kept.StoredDeadLetter.TOPIC;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The known dead letters, in the collection {@code deadLetters}. One conditional write decides on each. */
@Component
public final class DeadLetterStore implements PreparationStep {
    private static final String COLLECTION = "deadLetters";
    /** Present, with the value true, from the decision to replay until the broker has the replayed record. */
    private static final String SENDING = "sending";

    private static final Sort NEWEST_FIRST = Sort.by(Direction.DESC, SINCE, ID);

    private final ReactiveMongoTemplate mongo;

    DeadLetterStore(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    @Override
    public Mono<Void> prepare() {
        return Flux.just(newestFirst(STATE), newestFirst(CONSUMER), new Index(SENDING, Direction.ASC).sparse())
                .concatMap(index -> mongo.indexOps(COLLECTION).createIndex(index))
                .then();
    }

    private static Index newestFirst(String field) {
        return new Index(field, Direction.ASC).on(SINCE, Direction.DESC).on(ID, Direction.DESC);
    }

    /** Stores those that are not known yet. */
    public Mono<Void> keep(List<StoredDeadLetter> letters) {
        Query known =
                query(where(ID).in(letters.stream().map(StoredDeadLetter::id).toList()));
        known.fields().include(ID);
        return mongo.find(known, Document.class, COLLECTION)
                .map(found -> found.getString(ID))
                .collect(HashSet<String>::new, Set::add)
                .flatMapMany(ids -> Flux.fromIterable(letters).filter(letter -> !ids.contains(letter.id())))
                .concatMap(letter -> InsertIfMissing.insert(mongo, letter.toDocument(), COLLECTION))
                .then();
    }

    public Mono<StoredDeadLetter> find(String id) {
        return mongo.findById(id, Document.class, COLLECTION).map(StoredDeadLetter::from);
    }

    /**
     * Dead letters after the position {@code after}, newest first; of one consumer and in one state, if these are
     * given.
     */
    public Flux<StoredDeadLetter> list(
            @Nullable String consumer, @Nullable DeadLetterState state, @Nullable ListPosition after, int limit) {
        Criteria asked = new Criteria();
        if (consumer != null) {
            asked = asked.and(CONSUMER).is(consumer);
        }
        if (state != null) {
            asked = asked.and(STATE).is(state.name());
        }
        if (after != null) {
            Date time = Date.from(after.time());
            asked = asked.orOperator(
                    where(SINCE).lt(time), where(SINCE).is(time).and(ID).lt(after.id()));
        }
        return mongo.find(query(asked).with(NEWEST_FIRST).limit(limit), Document.class, COLLECTION)
                .map(StoredDeadLetter::from);
    }

    /** Decides to replay a waiting dead letter, and marks it to be sent; false if it is no longer waiting. */
    public Mono<Boolean> decideReplay(String id, Instant now, String by) {
        return decide(id, DeadLetterState.REPLAYED, now, by, new Update().set(SENDING, true));
    }

    /** Decides to discard a waiting dead letter; false if it is no longer waiting. */
    public Mono<Boolean> decideDiscard(String id, Instant now, String by) {
        return decide(id, DeadLetterState.DISCARDED, now, by, new Update());
    }

    private Mono<Boolean> decide(String id, DeadLetterState state, Instant now, String by, Update update) {
        return mongo.updateFirst(
                        query(where(ID).is(id).and(STATE).is(DeadLetterState.WAITING.name())),
                        update.set(STATE, state.name()).set(AT, Date.from(now)).set(BY, by),
                        COLLECTION)
                .map(result -> result.getMatchedCount() == 1);
    }

    /** Notes that the broker has the replayed record. */
    public Mono<Void> sent(String id) {
        return mongo.updateFirst(query(where(ID).is(id)), new Update().unset(SENDING), COLLECTION)
                .then();
    }

    /** Dead letters that were to be sent before an instant, and may not have been. */
    public Flux<StoredDeadLetter> unsent(Instant before, int limit) {
        Criteria unsent = where(SENDING).is(true).and(AT).lt(Date.from(before));
        return mongo.find(query(unsent).limit(limit), Document.class, COLLECTION)
                .map(StoredDeadLetter::from);
    }

    /** The number of dead letters that are waiting for a decision. */
    public Mono<Long> countWaiting() {
        return mongo.count(query(waiting()), COLLECTION);
    }

    /** The number of a consumer's dead letters that are waiting for a decision. */
    public Mono<Long> countWaiting(String consumer) {
        return mongo.count(query(waiting().and(CONSUMER).is(consumer)), COLLECTION);
    }

    /** The number of a topic's waiting dead letters that the broker took before an instant. */
    public Mono<Long> countWaiting(String topic, Instant before) {
        return mongo.count(query(waiting().and(TOPIC).is(topic).and(SINCE).lt(Date.from(before))), COLLECTION);
    }

    private static Criteria waiting() {
        return where(STATE).is(DeadLetterState.WAITING.name());
    }
}
