package org.healthpassport.aggregates.outbox;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.Collection;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.BulkOperations.BulkMode;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.ReactiveBulkOperations;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The events that wait inside aggregates: finds them, claims them, and removes those that Kafka has. */
final class PendingEventStore {
    private static final Logger log = LoggerFactory.getLogger(PendingEventStore.class);
    private static final String LEASE_OWNER = OutboxFields.LEASE + ".owner";
    private static final String LEASE_COUNTER = OutboxFields.LEASE + ".counter";

    private final ReactiveMongoTemplate mongo;

    PendingEventStore(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    Mono<Void> createIndex(String collection) {
        return mongo.indexOps(collection)
                .createIndex(
                        new Index(OutboxFields.MARK, Direction.ASC).sparse().named("outbox"))
                .then();
    }

    Flux<Waiting> find(String collection, int limit) {
        Query waiting = query(where(OutboxFields.MARK).is(OutboxFields.PENDING)).limit(limit);
        return mongo.find(onlyOutboxFields(waiting), Document.class, collection)
                .flatMap(document -> read(collection, document))
                .filter(Waiting::canBeSent);
    }

    /** Those of the given aggregates that still wait. */
    Flux<Waiting> find(String collection, Collection<String> ids) {
        Query waiting = query(where("_id").in(ids).and(OutboxFields.MARK).is(OutboxFields.PENDING));
        return mongo.find(onlyOutboxFields(waiting), Document.class, collection)
                .flatMap(document -> read(collection, document))
                .filter(Waiting::canBeSent);
    }

    /** Takes over the lease if it is still as it was seen; empty if another instance was faster. */
    Mono<Waiting> claim(Waiting waiting, String instance) {
        AggregateRef aggregate = waiting.aggregate();
        Lease seen = waiting.lease();
        Criteria unchanged =
                where("_id").is(aggregate.id()).and(OutboxFields.MARK).is(OutboxFields.PENDING);
        if (seen == null) {
            unchanged.and(OutboxFields.LEASE).exists(false);
        } else {
            unchanged.and(LEASE_OWNER).is(seen.owner()).and(LEASE_COUNTER).is(seen.counter());
        }
        Update take =
                Update.update(OutboxFields.LEASE, Lease.taken(seen, instance).toDocument());
        return mongo.findAndModify(
                        query(unchanged),
                        take,
                        FindAndModifyOptions.options().returnNew(true),
                        Document.class,
                        aggregate.collection())
                .map(document -> Waiting.from(aggregate.collection(), document));
    }

    /**
     * Removes events that Kafka has acknowledged, with the mark, from aggregates that have no others, many in one bulk
     * write. Others are left as they are.
     *
     * @return true if none had others
     */
    Mono<Boolean> removeLast(String collection, List<LeasedEvents> sent) {
        ReactiveBulkOperations writes = mongo.bulkOps(BulkMode.ORDERED, collection);
        for (LeasedEvents batch : sent) {
            Criteria another = where("eventId").nin(batch.eventIds());
            writes.updateOne(
                    query(where("_id")
                            .is(batch.aggregate().id())
                            .and(OutboxFields.MARK)
                            .is(OutboxFields.PENDING)
                            .and(OutboxFields.EVENTS)
                            .not()
                            .elemMatch(another)),
                    nothingWaits());
        }
        return writes.execute().map(result -> result.getMatchedCount() == sent.size());
    }

    /**
     * Removes events that Kafka has acknowledged, for many aggregates in one bulk write. The mark is removed only by a
     * write whose filter requires that no event is left.
     */
    Mono<Void> remove(String collection, List<LeasedEvents> sent) {
        ReactiveBulkOperations writes = mongo.bulkOps(BulkMode.ORDERED, collection);
        for (LeasedEvents batch : sent) {
            String id = batch.aggregate().id();
            Document these = new Document("eventId", new Document("$in", batch.eventIds()));
            writes.updateOne(query(where("_id").is(id)), new Update().pull(OutboxFields.EVENTS, these));
            writes.updateOne(query(where("_id").is(id).and(OutboxFields.EVENTS).size(0)), nothingWaits());
        }
        return writes.execute().then();
    }

    private static Update nothingWaits() {
        return new Update().unset(OutboxFields.MARK).unset(OutboxFields.LEASE).unset(OutboxFields.EVENTS);
    }

    /** An unreadable document must not hold back the events of all others. */
    private static Mono<Waiting> read(String collection, Document document) {
        return Mono.fromCallable(() -> Waiting.from(collection, document)).onErrorResume(unreadable -> {
            log.error(
                    "Expected to read the waiting events of {} in {}, but it failed: {}",
                    document.get("_id"),
                    collection,
                    unreadable.toString());
            return Mono.empty();
        });
    }

    private static Query onlyOutboxFields(Query query) {
        query.fields().include(OutboxFields.EVENTS, OutboxFields.LEASE);
        return query;
    }

    /** An aggregate with pending events, as the sweep sees it. */
    record Waiting(AggregateRef aggregate, @Nullable Lease lease, List<PendingEvent> events) {

        static Waiting from(String collection, Document document) {
            return new Waiting(
                    new AggregateRef(collection, document.getString("_id")),
                    Lease.from(document.get(OutboxFields.LEASE, Document.class)),
                    PendingEvent.in(document));
        }

        Waiting with(List<PendingEvent> those) {
            return new Waiting(aggregate, lease, those);
        }

        boolean canBeSent() {
            return !events.isEmpty();
        }

        boolean isHeldBy(String instance) {
            return lease != null && lease.owner().equals(instance);
        }

        String firstEventId() {
            return events.get(0).event().id();
        }

        LeasedEvents batch() {
            return new LeasedEvents(aggregate, events);
        }
    }
}
