package org.healthpassport.audit.completeness.emitted;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.jspecify.annotations.Nullable;

/**
 * The streams that api-service emitted. {@code auditedStreams} names its collections: in those of aggregates every document is
 * a stream; in those of producers many documents are of one stream. Each document has {@code last}, {@code changed}, the minute
 * of its last write, and {@code outbox} while some of its events wait to be sent.
 */
public final class EmittedStreams {
    /** The longest normal wait: api-service tries to send every second, but may be down for a while. */
    public static final Duration STUCK_AFTER = Duration.ofMinutes(5);

    static final String DIRECTORY = "auditedStreams";
    static final String STREAMS = "streams";
    private static final String AGGREGATES = "aggregates";
    private static final String PRODUCERS = "producers";
    private static final String ID = "_id";
    private static final String PRODUCER = "producer";
    private static final String LAST = "last";
    private static final String CHANGED = "changed";
    private static final String OUTBOX = "outbox";
    private static final String PENDING = "PENDING";
    private static final String EVENTS = "pendingEvents";
    private static final String TIME = "time";
    /** Fewer than the values that an index of the embedded store can look up in one query. */
    private static final int MINUTES_AT_ONCE = 500;

    private static final int STREAMS_AT_ONCE = 1000;

    private final DurableDatabase store;

    public EmittedStreams(DurableDatabase store) {
        this.store = store;
    }

    /** Takes streams, some at a time. */
    public interface Taking {
        void take(Collection<EmittedStream> streams) throws IOException;
    }

    /** Passes on the streams that changed in some minutes; without minutes, all. */
    public void forEach(Optional<List<String>> minutes, Taking taking) throws IOException {
        Document directory = directory();
        for (String collection : names(directory, AGGREGATES)) {
            for (Bson some : parts(minutes)) {
                forEach(collection, some, ID, any -> true, taking);
            }
        }
        for (String collection : names(directory, PRODUCERS)) {
            Map<String, EmittedStream> producers = new HashMap<>();
            for (Bson some : parts(minutes)) {
                forEach(
                        collection,
                        some,
                        PRODUCER,
                        any -> true,
                        streams -> streams.forEach(stream -> producers.merge(stream.id(), stream, EmittedStream::and)));
            }
            taking.take(producers.values());
        }
    }

    /** Passes on the streams that have waited to be sent since before an instant. There are few, unless sending fails. */
    public void forEachWaiting(Instant before, Taking taking) throws IOException {
        Predicate<EmittedStream> old =
                part -> part.waitingSince().filter(before::isAfter).isPresent();
        Document directory = directory();
        for (String collection : names(directory, AGGREGATES)) {
            forEach(collection, Filters.eq(OUTBOX, PENDING), ID, old, taking);
        }
        for (String collection : names(directory, PRODUCERS)) {
            forEach(collection, Filters.eq(OUTBOX, PENDING), PRODUCER, old, taking);
        }
    }

    private @Nullable Document directory() throws IOException {
        return store.in(DIRECTORY, all -> all.find(Filters.eq(ID, STREAMS)).first());
    }

    private void forEach(String collection, Bson filter, String id, Predicate<EmittedStream> which, Taking taking)
            throws IOException {
        store.inBatches(
                collection,
                documents -> documents
                        .find(filter)
                        .projection(Projections.include(id, LAST, CHANGED, OUTBOX, EVENTS + '.' + TIME)),
                STREAMS_AT_ONCE,
                documents -> taking.take(streams(documents, id, which)));
    }

    private static Collection<EmittedStream> streams(
            List<Document> documents, String id, Predicate<EmittedStream> which) {
        Map<String, EmittedStream> streams = new HashMap<>();
        for (Document document : documents) {
            if (document.get(LAST) instanceof Number last) {
                EmittedStream stream = EmittedStream.of(
                        String.valueOf(document.get(id)),
                        String.valueOf(document.get(CHANGED)),
                        last.longValue(),
                        document.containsKey(OUTBOX) ? Optional.of(waitingSince(document)) : Optional.empty());
                if (which.test(stream)) {
                    streams.merge(stream.id(), stream, EmittedStream::and);
                }
            }
        }
        return streams.values();
    }

    private static Instant waitingSince(Document document) {
        List<Document> events = document.getList(EVENTS, Document.class, List.of());
        Date time = events.isEmpty() ? null : events.get(0).getDate(TIME);
        return time == null ? ChangeMinute.instant(String.valueOf(document.get(CHANGED))) : time.toInstant();
    }

    private static List<Bson> parts(Optional<List<String>> minutes) {
        if (minutes.isEmpty()) {
            return List.of(Filters.empty());
        }
        List<Bson> parts = new ArrayList<>();
        for (int from = 0; from < minutes.get().size(); from += MINUTES_AT_ONCE) {
            int to = Math.min(minutes.get().size(), from + MINUTES_AT_ONCE);
            parts.add(Filters.in(CHANGED, minutes.get().subList(from, to)));
        }
        return parts;
    }

    private static List<String> names(@Nullable Document directory, String kind) {
        List<String> names = directory == null ? null : directory.getList(kind, String.class);
        return names == null ? List.of() : names;
    }
}
