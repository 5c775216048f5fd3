package org.healthpassport.audit.completeness.emitted;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.events.stream.StreamKind;

/**
 * Work that workers have not finished for too long. Api-service marks a document that waits for a worker by {@code waitsFor}
 * and {@code waitingSince}, and repeats the request.
 */
public final class OverdueWork {
    /** The values of {@code waitsFor}; a sparse index finds each by equality. */
    private static final List<String> WORK = List.of("DOCUMENT_STORED", "QR_CODE_READY");

    private static final List<StreamKind> KINDS = List.of(StreamKind.DOCUMENTS, StreamKind.QR_CODES);

    private static final String WAITS_FOR = "waitsFor";
    private static final String SINCE = "waitingSince";

    private final DurableDatabase store;

    public OverdueWork(DurableDatabase store) {
        this.store = store;
    }

    /**
     * A stream that waits for a worker.
     *
     * @param waitsFor the event that ends the waiting
     */
    public record Owed(String stream, String waitsFor, Instant since) {}

    /** Streams that have waited too long, the longest first. If there are more than {@code atMost}, it is any of them. */
    public List<Owed> waiting(Instant now, int atMost) throws IOException {
        Date before = Date.from(now.minus(EmittedStreams.STUCK_AFTER));
        List<Owed> owed = new ArrayList<>();
        for (StreamKind kind : KINDS) {
            for (String work : WORK) {
                Bson old = Filters.and(Filters.eq(WAITS_FOR, work), Filters.lt(SINCE, before));
                store
                        .in(
                                kind.collection(),
                                documents -> documents
                                        .find(old)
                                        .projection(Projections.include(SINCE))
                                        .limit(atMost)
                                        .into(new ArrayList<Document>()))
                        .stream()
                        .filter(document -> document.get(SINCE) instanceof Date)
                        .map(document -> new Owed(
                                kind.stream(String.valueOf(document.get("_id"))),
                                work,
                                document.getDate(SINCE).toInstant()))
                        .forEach(owed::add);
            }
        }
        return owed.stream()
                .sorted(Comparator.comparing(Owed::since).thenComparing(Owed::stream))
                .limit(atMost)
                .toList();
    }
}
