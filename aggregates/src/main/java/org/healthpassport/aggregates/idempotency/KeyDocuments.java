package org.healthpassport.aggregates.idempotency;

import static org.healthpassport.aggregates.sweep.ExpiredDocuments.EXPIRES_AT;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.sweep.ExpiredDocuments;
import org.healthpassport.aggregates.sweep.Sweep;
import org.springframework.context.annotation.Bean;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The documents of all keys, one for each. Nothing in them tells about a patient: the key, its caller and the content
 * are digests.
 */
@Component
final class KeyDocuments implements PreparationStep {
    static final String COLLECTION = "idempotencyKeys";

    private static final String DIGEST = "bodyDigest";
    private static final String RESOURCE = "resourceId";
    private static final String LEASED_UNTIL = "leasedUntil";

    private final ReactiveMongoTemplate mongo;
    private final ExpiredDocuments expired;

    KeyDocuments(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
        this.expired = new ExpiredDocuments(mongo, COLLECTION);
    }

    @Override
    public Mono<Void> prepare() {
        return expired.prepare();
    }

    /** Inserts the document of a key, durably; false if there is one. */
    Mono<Boolean> insert(KeyDocument key) {
        Document document = new Document("_id", key.id())
                .append(DIGEST, new Binary(key.contentDigest()))
                .append(RESOURCE, key.resourceId())
                .append(LEASED_UNTIL, Date.from(key.leasedUntil()))
                .append(EXPIRES_AT, Date.from(key.expiresAt()));
        return InsertIfMissing.insert(mongo, document, COLLECTION);
    }

    Mono<KeyDocument> find(String id) {
        return mongo.findById(id, Document.class, COLLECTION)
                .map(found -> new KeyDocument(
                        id,
                        found.get(DIGEST, Binary.class).getData(),
                        found.getString(RESOURCE),
                        found.getDate(LEASED_UNTIL).toInstant(),
                        found.getDate(EXPIRES_AT).toInstant()));
    }

    /** Gives the key to another attempt; false if it does not belong to the one before any more. */
    Mono<Boolean> take(String id, String before, String resourceId, Instant leasedUntil) {
        return mongo.updateFirst(
                        owned(id, before),
                        new Update().set(RESOURCE, resourceId).set(LEASED_UNTIL, Date.from(leasedUntil)),
                        COLLECTION)
                .map(result -> result.getMatchedCount() == 1);
    }

    /** Ends the lease of an attempt, so that a repeat need not wait for it. */
    Mono<Void> release(String id, String resourceId, Instant now) {
        return mongo.updateFirst(owned(id, resourceId), new Update().set(LEASED_UNTIL, Date.from(now)), COLLECTION)
                .then();
    }

    /** Removes the key of an attempt. */
    Mono<Void> remove(String id, String resourceId) {
        return mongo.remove(owned(id, resourceId), COLLECTION).then();
    }

    /** Nobody waits for it, as a key is looked at for its expiry when it is used. */
    @Bean
    static Sweep expiredIdempotencyKeys(KeyDocuments keys, Clock clock) {
        return Sweep.of(
                "the expired idempotency keys", Duration.ofMinutes(10), () -> keys.removeExpired(clock.instant()));
    }

    /** Removes the keys that have expired. */
    Mono<Void> removeExpired(Instant now) {
        return expired.remove(now);
    }

    private static Query owned(String id, String resourceId) {
        return query(where("_id").is(id).and(RESOURCE).is(resourceId));
    }

    /**
     * The document of one key.
     *
     * @param resourceId the id of what the newest attempt creates or has created
     * @param leasedUntil until then, that attempt counts as running
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record KeyDocument(String id, byte[] contentDigest, String resourceId, Instant leasedUntil, Instant expiresAt) {}
}
