package org.healthpassport.aggregates.head;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The heads of all streams: every document that events come from stores the number of its last event in {@link #LAST}
 * and its time in {@link #CHANGED}, and {@code auditedStreams} lists the collections of such documents. So the events
 * that the audit log should have are known without opening a seal.
 */
@Component
public final class StreamHeads {
    /** The number of the last event, 0 before the first. */
    public static final String LAST = "last";
    /** The minute in which {@link #LAST} was written, in UTC; as text it sorts by time. */
    public static final String CHANGED = "changed";

    private static final String COLLECTION = "auditedStreams";
    private static final String ONLY_DOCUMENT = "streams";
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ReactiveMongoTemplate mongo;

    StreamHeads(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    /** Such as {@code 2026-11-23T05:26Z}. */
    public static String minute(Instant time) {
        return MINUTE.format(time);
    }

    /** Registers collections in which each document is a stream of its own. */
    public Mono<Void> ofAggregates(Collection<String> collections) {
        return register("aggregates", collections);
    }

    /** Registers a collection whose documents are parts of producers' streams and name their producer. */
    public Mono<Void> ofProducers(String collection) {
        return register("producers", Set.of(collection));
    }

    /** Registers collections whose documents can wait for a worker, and say since when. */
    public Mono<Void> ofWork(Collection<String> collections) {
        return register("work", collections);
    }

    private Mono<Void> register(String kind, Collection<String> collections) {
        Update add = new Update().addToSet(kind).each(collections.toArray());
        return Flux.fromIterable(collections)
                .concatMap(collection -> mongo.indexOps(collection).createIndex(new Index(CHANGED, Direction.ASC)))
                .then(Mono.defer(() -> mongo.upsert(query(where("_id").is(ONLY_DOCUMENT)), add, COLLECTION)))
                // Of two concurrent inserts, the second fails, as the document exists.
                .retryWhen(Retry.max(1).filter(DuplicateKeyException.class::isInstance))
                .then();
    }
}
