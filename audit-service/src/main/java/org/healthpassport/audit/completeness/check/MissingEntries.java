package org.healthpassport.audit.completeness.check;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.stream.SequenceNumbers;

/**
 * The entries that were found missing, {@code auditMissing}: {@code {_id: stream, lost: [{from, to, since}]}}, and the last
 * check, {@code auditCompleteness}.
 */
final class MissingEntries {
    private static final String COLLECTION = "auditMissing";
    private static final String CHECKS = "auditCompleteness";
    private static final String ID = "_id";
    private static final String CHECK = "check";
    private static final String LOST = "lost";
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final DurableDatabase store;

    MissingEntries(DurableDatabase store) {
        this.store = store;
    }

    /** Numbers of a stream that are missing, both inclusive. */
    record Lost(String stream, long from, long to, Instant since) {
        SequenceNumbers numbers() {
            return SequenceNumbers.of(from, to);
        }

        /** The parts that are still missing. */
        List<Lost> without(SequenceNumbers arrived) {
            return numbers().minus(arrived).ranges().stream()
                    .map(range -> new Lost(stream, range.from(), range.to(), since))
                    .toList();
        }
    }

    /**
     * The last check.
     *
     * @param minute everything that changed before it is accounted for
     * @param delayed true if entries may still be on their way
     */
    record Check(String minute, Instant checkedAt, boolean delayed) {}

    Optional<Check> lastCheck() throws IOException {
        Document check =
                store.in(CHECKS, checks -> checks.find(Filters.eq(CHECK)).first());
        return Optional.ofNullable(check)
                .map(stored -> new Check(
                        stored.getString("minute"),
                        stored.getDate("checkedAt").toInstant(),
                        stored.getBoolean("delayed")));
    }

    void checked(Check check) throws IOException {
        Document document = new Document(ID, CHECK)
                .append("minute", check.minute())
                .append("checkedAt", Date.from(check.checkedAt()))
                .append("delayed", check.delayed());
        store.in(CHECKS, checks -> checks.collection().replaceOne(Filters.eq(CHECK), document, UPSERT));
    }

    /** By stream. */
    Map<String, List<Lost>> all() throws IOException {
        Map<String, List<Lost>> all = new HashMap<>();
        store.in(COLLECTION, missing -> missing.find(Filters.empty()).into(new ArrayList<>()))
                .forEach(document -> {
                    String stream = document.getString(ID);
                    all.put(
                            stream,
                            document.getList(LOST, Document.class).stream()
                                    .map(lost -> new Lost(
                                            stream,
                                            lost.getLong("from"),
                                            lost.getLong("to"),
                                            lost.getDate("since").toInstant()))
                                    .toList());
                });
        return all;
    }

    /** Replaces the missing entries of a stream; empty if nothing is missing any more. */
    void put(String stream, List<Lost> lost) throws IOException {
        if (lost.isEmpty()) {
            store.in(COLLECTION, missing -> missing.collection().deleteOne(Filters.eq(stream)));
            return;
        }
        List<Document> documents = lost.stream()
                .map(range -> new Document("from", range.from())
                        .append("to", range.to())
                        .append("since", Date.from(range.since())))
                .toList();
        Document document = new Document(ID, stream).append(LOST, documents);
        store.in(COLLECTION, missing -> missing.collection().replaceOne(Filters.eq(stream), document, UPSERT));
    }
}
