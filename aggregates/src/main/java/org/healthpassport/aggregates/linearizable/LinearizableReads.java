package org.healthpassport.aggregates.linearizable;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.MongoCommandException;
import com.mongodb.ReadConcern;
import java.time.Duration;
import org.bson.Document;
import org.healthpassport.bus.failure.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Mono;

/**
 * Reads single documents in a state that cannot be undone: a primary that was voted out but does not know it yet does
 * not answer, and the state read is on a majority of the members. Each read costs MongoDB a round trip to them, so use
 * it only for documents that decide what a caller is promised; everything else is read with majority read concern.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/read-concern-linearizable/">Read concern linearizable</a>
 */
public final class LinearizableReads {
    /**
     * Shorter than the client waits for an answer. Without a limit, the read would wait for as long as there is no
     * majority.
     */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final int NOT_A_REPLICA_SET = 123;

    private static final Logger log = LoggerFactory.getLogger(LinearizableReads.class);

    private final ReactiveMongoTemplate mongo;
    private volatile boolean offered = true;

    public LinearizableReads(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    /**
     * The document with that id, empty if there is none; fails like every read, and after five seconds without a
     * majority with a {@code MongoExecutionTimeoutException} as the cause.
     */
    public Mono<Document> findById(String id, String collection) {
        return Mono.defer(
                        () -> offered ? find(id, collection, ReadConcern.LINEARIZABLE) : findByMajority(id, collection))
                .onErrorResume(LinearizableReads::isOfServerAlone, failure -> {
                    if (offered) {
                        log.info(
                                "Expected a replica set, but MongoDB is a standalone server; reading with majority read concern");
                        offered = false;
                    }
                    return findByMajority(id, collection);
                });
    }

    private Mono<Document> findByMajority(String id, String collection) {
        return find(id, collection, ReadConcern.MAJORITY);
    }

    private Mono<Document> find(String id, String collection, ReadConcern concern) {
        Query byId = query(where("_id").is(id)).maxTime(LONGEST).withReadConcern(concern);
        return mongo.findOne(byId, Document.class, collection);
    }

    /** A standalone server has no majority to ask, and cannot be voted out. */
    private static boolean isOfServerAlone(Throwable failure) {
        return Failures.causes(failure).stream()
                .anyMatch(cause ->
                        cause instanceof MongoCommandException refused && refused.getErrorCode() == NOT_A_REPLICA_SET);
    }
}
