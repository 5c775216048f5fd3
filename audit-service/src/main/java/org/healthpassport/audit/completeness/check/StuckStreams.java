package org.healthpassport.audit.completeness.check;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.bson.Document;
import org.healthpassport.audit.mongo.DurableDatabase;

/**
 * Streams with events that have waited to be sent for too long, {@code auditStuck}: {@code {_id: stream, last, since}}. They are
 * kept until all their events are in the log or known to be missing, because nothing else would check them again.
 */
final class StuckStreams {
    private static final String COLLECTION = "auditStuck";

    private final DurableDatabase store;

    StuckStreams(DurableDatabase store) {
        this.store = store;
    }

    /**
     * A stream that is stuck.
     *
     * @param last the last number that waited
     * @param since the time at which the first one that waits was made
     */
    record Stuck(String stream, long last, Instant since) {}

    /** By stream. */
    Map<String, Stuck> all() throws IOException {
        Map<String, Stuck> all = new HashMap<>();
        store.in(COLLECTION, stuck -> stuck.find(Filters.empty()).into(new ArrayList<>()))
                .forEach(document -> {
                    String stream = document.getString("_id");
                    all.put(
                            stream,
                            new Stuck(
                                    stream,
                                    document.getLong("last"),
                                    document.getDate("since").toInstant()));
                });
        return all;
    }

    void put(Stuck stuck) throws IOException {
        Document document = new Document("_id", stuck.stream())
                .append("last", stuck.last())
                .append("since", Date.from(stuck.since()));
        store.in(
                COLLECTION,
                all -> all.collection()
                        .replaceOne(Filters.eq(stuck.stream()), document, new ReplaceOptions().upsert(true)));
    }

    void remove(String stream) throws IOException {
        store.in(COLLECTION, all -> all.collection().deleteOne(Filters.eq(stream)));
    }
}
