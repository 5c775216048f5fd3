package org.healthpassport.audit.completeness;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.healthpassport.audit.projection.Store;
import org.jspecify.annotations.Nullable;

/**
 * What api-service says it emitted. {@code auditedStreams} names its collections: in those of aggregates every document is a
 * stream, in those of producers many are of one. Each has {@code last}, {@code changed}, the minute of its last write, and
 * {@code outbox} while something of it waits to be sent.
 */
final class EmittedStreams {
    private static final String DIRECTORY = "auditedStreams";
    private static final String ID = "_id";
    private static final String PRODUCER = "producer";
    private static final String LAST = "last";
    private static final String CHANGED = "changed";
    private static final String OUTBOX = "outbox";
    /** Below what an index of the embedded store looks up at once. */
    private static final int MINUTES_AT_ONCE = 500;

    private static final int STREAMS_AT_ONCE = 1000;

    private final Store store;

    EmittedStreams(Store store) {
        this.store = store;
    }

    /** Takes streams, some at a time. */
    interface Taking {
        void take(Collection<EmittedStream> streams) throws IOException;
    }

    /** Those that changed in some minutes; without minutes, all. */
    void forEach(Optional<List<String>> minutes, Taking taking) throws IOException {
        Document directory = store.in(
                DIRECTORY, all -> Store.find(all, Filters.eq(ID, "streams")).first());
        for (String collection : names(directory, "aggregates")) {
            for (Optional<List<String>> some : parts(minutes)) {
                forEach(collection, some, ID, taking);
            }
        }
        for (String collection : names(directory, "producers")) {
            Map<String, EmittedStream> producers = new HashMap<>();
            for (Optional<List<String>> some : parts(minutes)) {
                forEach(
                        collection,
                        some,
                        PRODUCER,
                        streams -> streams.forEach(stream -> producers.merge(stream.id(), stream, EmittedStream::and)));
            }
            taking.take(producers.values());
        }
    }

    private void forEach(String collection, Optional<List<String>> minutes, String id, Taking taking)
            throws IOException {
        store.inBatches(
                collection,
                documents -> minutes.map(named -> documents.find(Filters.in(CHANGED, named)))
                        .orElseGet(documents::find)
                        .projection(Projections.include(id, LAST, CHANGED, OUTBOX)),
                STREAMS_AT_ONCE,
                documents -> taking.take(streams(documents, id)));
    }

    private static Collection<EmittedStream> streams(List<Document> documents, String id) {
        Map<String, EmittedStream> streams = new HashMap<>();
        for (Document document : documents) {
            if (document.get(LAST) instanceof Number last) {
                EmittedStream stream = EmittedStream.of(
                        String.valueOf(document.get(id)),
                        String.valueOf(document.get(CHANGED)),
                        last.longValue(),
                        document.containsKey(OUTBOX));
                streams.merge(stream.id(), stream, EmittedStream::and);
            }
        }
        return streams.values();
    }

    private static List<Optional<List<String>>> parts(Optional<List<String>> minutes) {
        if (minutes.isEmpty()) {
            return List.of(Optional.empty());
        }
        List<Optional<List<String>>> parts = new ArrayList<>();
        for (int from = 0; from < minutes.get().size(); from += MINUTES_AT_ONCE) {
            int to = Math.min(minutes.get().size(), from + MINUTES_AT_ONCE);
            parts.add(Optional.of(minutes.get().subList(from, to)));
        }
        return parts;
    }

    private static List<String> names(@Nullable Document directory, String kind) {
        List<String> names = directory == null ? null : directory.getList(kind, String.class);
        return names == null ? List.of() : names;
    }
}
