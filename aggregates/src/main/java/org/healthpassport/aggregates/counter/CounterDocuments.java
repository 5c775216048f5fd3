package org.healthpassport.aggregates.counter;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.BulkOperations.BulkMode;
import org.springframework.data.mongodb.core.ReactiveBulkOperations;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The conditional writes on counters. Each is one write of one document, so that no two of them can mix. */
final class CounterDocuments {
    static final String COLLECTION = "usageCounters";
    /** The most reservations of one counter, so that its document stays small. */
    static final long OPEN_AT_MOST = 1_000;

    private final ReactiveMongoTemplate mongo;

    CounterDocuments(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    Mono<Void> createIndex() {
        return mongo.indexOps(COLLECTION)
                .createIndex(new Index(StoredCounter.UNSETTLED, Direction.ASC).sparse())
                .then();
    }

    Mono<Document> find(String counterId) {
        return mongo.findById(counterId, Document.class, COLLECTION);
    }

    Flux<Document> find(Collection<String> counterIds) {
        return mongo.find(query(where("_id").in(counterIds)), Document.class, COLLECTION);
    }

    Flux<Document> unsettled() {
        return mongo.find(query(where(StoredCounter.UNSETTLED).is(true)), Document.class, COLLECTION);
    }

    /** False if somebody else made it first. */
    Mono<Boolean> insert(Document counter) {
        return InsertIfMissing.insert(mongo, counter, COLLECTION);
    }

    /** Removes a counter that is damaged in this way. */
    Mono<Void> removeDamaged(Document damaged) {
        Criteria same = where("_id").is(damaged.get("_id"));
        for (String field :
                List.of(StoredCounter.USED, StoredCounter.REVISION, StoredCounter.OPEN, StoredCounter.RESERVED)) {
            same = damaged.containsKey(field)
                    ? same.and(field).is(damaged.get(field))
                    : same.and(field).exists(false);
        }
        return mongo.remove(query(same), COLLECTION).then();
    }

    /** False if the counter is missing, the bound would be exceeded, or too many reservations are open. */
    Mono<Boolean> reserve(Reservation reservation, long bound, Instant now) {
        return update(room(reservation, bound), reserving(reservation, now));
    }

    /**
     * The same for several counters, in one command to MongoDB.
     *
     * @param bounds of the counter of each reservation
     * @return false if at least one of them was not made; the others were
     */
    Mono<Boolean> reserve(Map<Reservation, Long> bounds, Instant now) {
        ReactiveBulkOperations writes = mongo.bulkOps(BulkMode.UNORDERED, COLLECTION);
        bounds.forEach(
                (reservation, bound) -> writes.updateOne(query(room(reservation, bound)), reserving(reservation, now)));
        return writes.execute().map(result -> result.getMatchedCount() == bounds.size());
    }

    private static Criteria room(Reservation reservation, long bound) {
        Criteria room = where("_id").is(reservation.counterId());
        if (reservation.held() > 0) {
            room = room.and(StoredCounter.USED).lte(bound - reservation.held());
        }
        return room.and(StoredCounter.OPEN)
                .lt(OPEN_AT_MOST)
                .and(field(reservation))
                .exists(false);
    }

    private static Update reserving(Reservation reservation, Instant now) {
        return new Update()
                .inc(StoredCounter.USED, reservation.held())
                .inc(StoredCounter.REVISION, 1L)
                .inc(StoredCounter.OPEN, 1L)
                .set(
                        field(reservation),
                        new Document(StoredCounter.AMOUNT, reservation.amount())
                                .append(StoredCounter.AT, Date.from(now)))
                .set(StoredCounter.UNSETTLED, true);
    }

    /** False if the reservation is gone, or the bound would be exceeded. */
    Mono<Boolean> grow(Reservation reservation, long step, long bound, Instant now) {
        Criteria room = still(reservation).and(StoredCounter.USED).lte(bound - step);
        Update grow = new Update()
                .inc(StoredCounter.USED, step)
                .inc(StoredCounter.REVISION, 1L)
                .inc(field(reservation) + '.' + StoredCounter.AMOUNT, step)
                .set(field(reservation) + '.' + StoredCounter.AT, Date.from(now));
        return update(room, grow);
    }

    /** False if the reservation is gone; its amount may have grown meanwhile. */
    Mono<Boolean> renew(Reservation reservation, Instant now) {
        return update(
                still(reservation), new Update().set(field(reservation) + '.' + StoredCounter.AT, Date.from(now)));
    }

    /**
     * Ends reservations, each only if it is still there.
     *
     * @return the number of those that were
     */
    Mono<Integer> settle(List<Settlement> settlements) {
        ReactiveBulkOperations writes = mongo.bulkOps(BulkMode.UNORDERED, COLLECTION);
        for (Settlement settlement : settlements) {
            Reservation reservation = settlement.reservation();
            writes.updateOne(
                    query(still(reservation)),
                    new Update()
                            .inc(StoredCounter.USED, settlement.difference())
                            .inc(StoredCounter.REVISION, 1L)
                            .inc(StoredCounter.OPEN, -1L)
                            .unset(field(reservation)));
        }
        return writes.execute().map(result -> result.getMatchedCount());
    }

    /** Has the sweep look at counters, and compare them with the truth even if that was done a moment ago. */
    Mono<Void> haveChecked(Collection<String> counterIds) {
        return mongo.updateMulti(
                        query(where("_id").in(counterIds)),
                        new Update().unset(StoredCounter.CHECKED).set(StoredCounter.UNSETTLED, true),
                        COLLECTION)
                .then();
    }

    /** Has the sweep look at a counter. */
    Mono<Void> markUnsettled(String counterId) {
        return update(
                        where("_id").is(counterId).and(StoredCounter.UNSETTLED).ne(true),
                        new Update().set(StoredCounter.UNSETTLED, true))
                .then();
    }

    /** Sets a counter without reservations to the truth; false if it was changed since it was read. */
    Mono<Boolean> correct(StoredCounter seen, long truth, Instant now) {
        return update(
                unchanged(seen),
                new Update()
                        .set(StoredCounter.USED, truth)
                        .set(StoredCounter.OPEN, 0L)
                        .inc(StoredCounter.REVISION, 1L)
                        .set(StoredCounter.CHECKED, Date.from(now))
                        .unset(StoredCounter.UNSETTLED));
    }

    /** Sets the number of reservations, which somebody changed by hand, to what is there. */
    Mono<Boolean> recountOpen(StoredCounter seen) {
        return update(
                unchanged(seen),
                new Update()
                        .set(StoredCounter.OPEN, (long) seen.reserved().size())
                        .inc(StoredCounter.REVISION, 1L));
    }

    /** Takes the mark away if the counter was not changed since it was read. */
    Mono<Boolean> unmark(StoredCounter seen) {
        return update(unchanged(seen), new Update().unset(StoredCounter.UNSETTLED));
    }

    private static Criteria unchanged(StoredCounter seen) {
        return where("_id").is(seen.id()).and(StoredCounter.REVISION).is(seen.revision());
    }

    private static Criteria still(Reservation reservation) {
        return where("_id")
                .is(reservation.counterId())
                .and(field(reservation) + '.' + StoredCounter.AMOUNT)
                .is(reservation.amount());
    }

    private Mono<Boolean> update(Criteria condition, Update update) {
        return mongo.updateFirst(query(condition), update, COLLECTION).map(result -> result.getMatchedCount() == 1);
    }

    private static String field(Reservation reservation) {
        return StoredCounter.RESERVED + '.' + reservation.commandId();
    }

    /**
     * The end of a reservation.
     *
     * @param counted the amount that the command really added; 0 if it took no effect
     */
    record Settlement(Reservation reservation, long counted) {

        /** The change of {@code used}: a reservation is already in it as far as it is held. */
        long difference() {
            return counted - reservation.held();
        }
    }
}
