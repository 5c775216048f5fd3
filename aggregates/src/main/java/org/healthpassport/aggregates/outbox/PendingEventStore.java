package org.healthpassport.aggregates.outbox;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.Collection;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
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

/**
 * The events that wait inside aggregates: finds those that this service attested, claims them, and removes those that Kafka has.
 */
final class PendingEventStore {
    private static final String LEASE_OWNER = OutboxFields.LEASE + ".owner";
    private static final String LEASE_COUNTER = OutboxFields.LEASE + ".counter";

    private final ReactiveMongoTemplate mongo;
    private final AttestedOutbox attested;

    PendingEventStore(ReactiveMongoTemplate mongo, AttestedOutbox attested) {
        this.mongo = mongo;
        this.attested = attested;
    }

    Mono<Void> createIndex(String collection) {
        return mongo.indexOps(collection)
                .createIndex(
                        new Index(OutboxFields.MARK, Direction.ASC).sparse().named("outbox"))
                .then();
    }

    /**
     * Aggregates with events to send.
     *
     * @param limit of their number; those that have nothing but forged events do not count, so that they hold up no others
     */
    Flux<Waiting> find(String collection, int limit) {
        return find(collection, query(where(OutboxFields.MARK).is(OutboxFields.PENDING)))
                .take(limit);
    }

    /** Those of the given aggregates that still wait. */
    Flux<Waiting> find(String collection, Collection<String> ids) {
        return find(
                collection, query(where("_id").in(ids).and(OutboxFields.MARK).is(OutboxFields.PENDING)));
    }

    private Flux<Waiting> find(String collection, Query waiting) {
        return mongo.find(onlyOutboxFields(waiting), Document.class, collection)
                .map(document -> read(collection, document))
                .filter(Waiting::canBeSent);
    }

    /** Takes over the lease if it is still as it was seen; empty if another instance was faster. */
    Mono<Waiting> claim(Waiting waiting, String instance) {
        AggregateRef aggregate = waiting.aggregate();
        Lease seen = waiting.lease();
        Criteria unchanged =
                where("_id").is(aggregate.id()).and(OutboxFields.MARK).is(OutboxFields.PENDING);
        if (seen != null) {
            unchanged.and(LEASE_OWNER).is(seen.owner()).and(LEASE_COUNTER).is(seen.counter());
        } else if (waiting.storedLease() == null) {
            unchanged.and(OutboxFields.LEASE).is(null);
        }
        // Anything else is no lease. Two that replace it at the same time only send events twice.
        Update take =
                Update.update(OutboxFields.LEASE, Lease.taken(seen, instance).toDocument());
        return mongo.findAndModify(
                        query(unchanged),
                        take,
                        FindAndModifyOptions.options().returnNew(true),
                        Document.class,
                        aggregate.collection())
                .map(document -> read(aggregate.collection(), document))
                .filter(Waiting::canBeSent);
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

    /** Defined for every document, as none may hold up the events of the others. */
    private Waiting read(String collection, Document document) {
        AggregateRef aggregate = new AggregateRef(collection, String.valueOf(document.get("_id")));
        return new Waiting(
                aggregate,
                document.get(OutboxFields.LEASE),
                attested.in(aggregate, document.get(OutboxFields.EVENTS)).events());
    }

    private static Query onlyOutboxFields(Query query) {
        query.fields().include(OutboxFields.EVENTS, OutboxFields.LEASE);
        return query;
    }

    /**
     * An aggregate with pending events, as the sweep sees it.
     *
     * @param storedLease as anybody may have written it; null if there is none
     * @param events that this service attested
     */
    record Waiting(AggregateRef aggregate, @Nullable Object storedLease, List<PendingEvent> events) {

        @Nullable
        Lease lease() {
            return Lease.from(storedLease);
        }

        boolean canBeSent() {
            return !events.isEmpty();
        }

        boolean isHeldBy(String instance) {
            Lease current = lease();
            return current != null && current.owner().equals(instance);
        }

        String firstEventId() {
            return events.get(0).event().id();
        }

        LeasedEvents batch() {
            return new LeasedEvents(aggregate, events);
        }
    }
}
