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
import org.healthpassport.events.stream.StreamKind;

/**
 * The streams that api-service emitted. In the collections of aggregates every document is a stream; in those of producers many
 * documents are of one stream. Each document has {@code last}, {@code changed}, the minute of its last write, and
 * {@code outbox} while some of its events wait to be sent. The minute is only a shortcut: a document that is put back brings an
 * old one along, which the rounds over all heads do not mind.
 */
public final class EmittedStreams {
    /** The longest normal wait: api-service tries to send every second, but may be down for a while. */
    public static final Duration STUCK_AFTER = Duration.ofMinutes(5);

    static final String ID = "_id";
    static final String LAST = "last";
    static final String CHANGED = "changed";
    static final String OUTBOX = "outbox";
    private static final String PRODUCER = "producer";
    private static final String PENDING = "PENDING";
    private static final String EVENTS = "pendingEvents";
    private static final String TIME = "time";
    /** All that {@link #waitingSince} needs of the events, which may be large. */
    static final String EVENT_TIMES = EVENTS + '.' + TIME;
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
        for (StreamKind kind : StreamKind.ofAggregates()) {
            for (Bson some : parts(minutes)) {
                forEach(kind, some, any -> true, taking);
            }
        }
        Map<String, EmittedStream> producers = new HashMap<>();
        for (Bson some : parts(minutes)) {
            forEach(
                    StreamKind.ACCESS_BATCHES,
                    some,
                    any -> true,
                    streams -> streams.forEach(stream -> producers.merge(stream.id(), stream, EmittedStream::and)));
        }
        taking.take(producers.values());
    }

    /** Passes on the streams that have waited to be sent since before an instant. There are few, unless sending fails. */
    public void forEachWaiting(Instant before, Taking taking) throws IOException {
        Predicate<EmittedStream> old =
                part -> part.waitingSince().filter(before::isAfter).isPresent();
        for (StreamKind kind : StreamKind.values()) {
            forEach(kind, Filters.eq(OUTBOX, PENDING), old, taking);
        }
    }

    private void forEach(StreamKind kind, Bson filter, Predicate<EmittedStream> which, Taking taking)
            throws IOException {
        String id = kind.isOfProducers() ? PRODUCER : ID;
        store.inBatches(
                kind.collection(),
                documents ->
                        documents.find(filter).projection(Projections.include(id, LAST, CHANGED, OUTBOX, EVENT_TIMES)),
                STREAMS_AT_ONCE,
                documents -> taking.take(streams(documents, kind, id, which)));
    }

    private static Collection<EmittedStream> streams(
            List<Document> documents, StreamKind kind, String id, Predicate<EmittedStream> which) {
        Map<String, EmittedStream> streams = new HashMap<>();
        for (Document document : documents) {
            if (document.get(LAST) instanceof Number last) {
                EmittedStream stream = EmittedStream.of(
                        kind.stream(String.valueOf(document.get(id))),
                        String.valueOf(document.get(CHANGED)),
                        last.longValue(),
                        waitingSince(document));
                if (which.test(stream)) {
                    streams.merge(stream.id(), stream, EmittedStream::and);
                }
            }
        }
        return streams.values();
    }

    /** The time since which the first event of a document waits to be sent; empty if none waits. */
    static Optional<Instant> waitingSince(Document document) {
        // Nobody sends what has another mark.
        if (!PENDING.equals(document.get(OUTBOX))) {
            return Optional.empty();
        }
        Object first = document.get(EVENTS) instanceof List<?> events && !events.isEmpty() ? events.get(0) : null;
        return Optional.of(
                first instanceof Document event && event.get(TIME) instanceof Date time
                        ? time.toInstant()
                        : ChangeMinute.instant(String.valueOf(document.get(CHANGED))));
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
}
