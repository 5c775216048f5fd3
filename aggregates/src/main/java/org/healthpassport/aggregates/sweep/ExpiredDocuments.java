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
    /** The field with that time, a date. */
    public static final String EXPIRES_AT = "expiresAt";
    /** Milliseconds of work. */
    private static final int AT_ONCE = 500;

    private final ReactiveMongoTemplate mongo;
    private final String collection;

    public ExpiredDocuments(ReactiveMongoTemplate mongo, String collection) {
        this.mongo = mongo;
        this.collection = collection;
    }

    /** Makes the index by which they are found. */
    public Mono<Void> prepare() {
        return mongo.indexOps(collection)
                .createIndex(new Index(EXPIRES_AT, Sort.Direction.ASC))
                .then();
    }

    /** Removes all whose time is over, some at a time. */
    public Mono<Void> remove(Instant now) {
        return removeSome(now)
                .filter(removed -> removed == AT_ONCE)
                .repeatWhen(rounds -> rounds.takeWhile(full -> full > 0))
                .then();
    }

    private Mono<Integer> removeSome(Instant now) {
        return Mono.defer(() -> {
            Query expired = query(where(EXPIRES_AT).lte(Date.from(now))).limit(AT_ONCE);
            expired.fields().include("_id");
            return mongo.find(expired, Document.class, collection)
                    .map(found -> found.getString("_id"))
                    .collectList()
                    .flatMap(ids -> mongo.remove(
                                    query(where("_id").in(ids).and(EXPIRES_AT).lte(Date.from(now))), collection)
                            .thenReturn(ids.size()));
        });
    }
}
