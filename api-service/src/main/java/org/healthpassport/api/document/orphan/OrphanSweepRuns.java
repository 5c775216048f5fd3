package org.healthpassport.api.document.orphan;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The time of the last sweep, which outlives a service that restarts each night. */
@Component
class OrphanSweepRuns {
    private static final String COLLECTION = "orphanSweeps";
    private static final String LAST = "last";
    private static final String AT = "at";

    private final ReactiveMongoTemplate mongo;

    OrphanSweepRuns(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    /** True if the last run is that long ago, or there was none. */
    Mono<Boolean> isDue(Instant now, Duration every) {
        return mongo.findById(LAST, Document.class, COLLECTION)
                .map(last -> !last.getDate(AT).toInstant().isAfter(now.minus(every)))
                .defaultIfEmpty(true);
    }

    Mono<Void> done(Instant at) {
        return mongo.upsert(query(where("_id").is(LAST)), new Update().set(AT, Date.from(at)), COLLECTION)
                .then();
    }
}
