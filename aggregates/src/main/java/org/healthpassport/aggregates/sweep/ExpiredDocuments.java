package org.healthpassport.aggregates.sweep;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Mono;

/** The documents of a collection that say until when they are kept. */
public final class ExpiredDocuments {
    /** The usual field with that time, a date. */
    public static final String EXPIRES_AT = "expiresAt";
    /** Milliseconds of work. */
    private static final int AT_ONCE = 500;

    private final ReactiveMongoTemplate mongo;
    private final String collection;
    private final String field;

    /** Those of a collection with the usual field. */
    public ExpiredDocuments(ReactiveMongoTemplate mongo, String collection) {
        this(mongo, collection, EXPIRES_AT);
    }

    public ExpiredDocuments(ReactiveMongoTemplate mongo, String collection, String field) {
        this.mongo = mongo;
        this.collection = collection;
        this.field = field;
    }

    /** Makes the index by which they are found. */
    public Mono<Void> prepare() {
        return mongo.indexOps(collection)
                .createIndex(new Index(field, Sort.Direction.ASC))
                .then();
    }

    /** Removes all whose time is over, some at a time. */
    public Mono<Void> remove(Instant now) {
        return removeUpTo(Date.from(now));
    }

    /** The same where the field has another type than date. */
    public Mono<Void> removeUpTo(Object time) {
        return removeSome(time)
                .filter(removed -> removed == AT_ONCE)
                .repeatWhen(rounds -> rounds.takeWhile(full -> full > 0))
                .then();
    }

    private Mono<Integer> removeSome(Object time) {
        return Mono.defer(() -> {
            Query expired = query(where(field).lte(time)).limit(AT_ONCE);
            expired.fields().include("_id");
            return mongo.find(expired, Document.class, collection)
                    .map(found -> found.getString("_id"))
                    .collectList()
                    .flatMap(ids -> mongo.remove(
                                    query(where("_id").in(ids).and(field).lte(time)), collection)
                            .thenReturn(ids.size()));
        });
    }
}
