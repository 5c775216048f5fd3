package org.healthpassport.aggregates.head;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The heads of all streams: every document that events come from stores the number of its last event in {@link #LAST}
 * and its time in {@link #CHANGED}. So the events that the audit log should have are known without opening a seal. Audit-service
 * knows the collections of such documents itself.
 */
@Component
public final class StreamHeads {
    /** The number of the last event, 0 before the first. */
    public static final String LAST = "last";
    /** The minute in which {@link #LAST} was written, in UTC; as text it sorts by time. */
    public static final String CHANGED = "changed";

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

    /** Prepares the index by which changed documents are found. */
    public Mono<Void> prepare(Collection<String> collections) {
        return Flux.fromIterable(collections)
                .concatMap(collection -> mongo.indexOps(collection).createIndex(new Index(CHANGED, Direction.ASC)))
                .then();
    }
}
