package org.healthpassport.audit.completeness.logged;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.healthpassport.audit.completeness.SequenceNumbers;
import org.healthpassport.audit.completeness.SequenceNumbers.Range;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.StreamPosition;
import org.healthpassport.audit.mongo.DurableCollection;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.audit.projection.LoggedEntry;
import org.healthpassport.audit.projection.Projection;

/**
 * The numbers of each stream that are in the log: {@code auditStreams} holds
 * {@code {_id: stream, version, numbers: [{from, to}], gap: true where one is missing below the last}}. Numbers are only ever
 * added, by compare-and-set, so that adding them again changes nothing.
 */
public final class LoggedStreams implements Projection {
    private static final String COLLECTION = "auditStreams";
    private static final String ID = "_id";
    private static final String VERSION = "version";
    private static final String NUMBERS = "numbers";
    private static final String GAP = "gap";
    private static final int MOST_ATTEMPTS = 20;

    private final DurableDatabase store;

    public LoggedStreams(DurableDatabase store) {
        this.store = store;
    }

    private record Known(long version, SequenceNumbers numbers) {
        static final Known NOTHING = new Known(0, SequenceNumbers.NONE);

        static Known read(Document document) {
            List<Range> ranges = document.getList(NUMBERS, Document.class).stream()
                    .map(range -> new Range(range.getLong("from"), range.getLong("to")))
                    .toList();
            return new Known(document.getLong(VERSION), new SequenceNumbers(ranges));
        }

        Document with(String stream, SequenceNumbers more) {
            SequenceNumbers all = numbers.plus(more);
            Document document = new Document(ID, stream)
                    .append(VERSION, version + 1)
                    .append(
                            NUMBERS,
                            all.ranges().stream()
                                    .map(range -> new Document("from", range.from()).append("to", range.to()))
                                    .toList());
            return all.last() > all.through() ? document.append(GAP, true) : document;
        }
    }

    @Override
    public void prepare(Generation generation) throws IOException {
        store.in(
                generation.collection(COLLECTION),
                streams -> streams.collection().createIndex(Indexes.ascending(GAP), new IndexOptions().sparse(true)));
    }

    @Override
    public void apply(Generation generation, List<LoggedEntry> entries) throws IOException {
        Map<String, SequenceNumbers> added = new HashMap<>();
        for (LoggedEntry logged : entries) {
            StreamPosition stream = logged.content().map(AuditEntry::stream).orElse(null);
            Long sequence = stream == null ? null : stream.sequence();
            if (stream != null && sequence != null) {
                added.merge(stream.id(), SequenceNumbers.of(sequence, sequence), SequenceNumbers::plus);
            }
        }
        for (int attempt = 0; !added.isEmpty(); attempt++) {
            if (attempt == MOST_ATTEMPTS) {
                throw new IOException("Expected to add to streams, but other instances changed them each time.");
            }
            if (store.in(generation.collection(COLLECTION), streams -> add(streams, added))) {
                return;
            }
        }
    }

    @Override
    public void drop(Generation generation) throws IOException {
        store.in(generation.collection(COLLECTION), streams -> {
            streams.collection().drop();
            return true;
        });
    }

    /** The numbers of some streams that are in the log; streams without any are left out. */
    public Map<String, SequenceNumbers> of(Generation generation, Collection<String> ids) throws IOException {
        Map<String, SequenceNumbers> numbers = new HashMap<>();
        store.in(generation.collection(COLLECTION), streams -> known(streams, ids))
                .forEach((stream, known) -> numbers.put(stream, known.numbers()));
        return numbers;
    }

    /** The streams with a gap: a number is missing below one that is there. */
    public Map<String, SequenceNumbers> withGaps(Generation generation, int atMost) throws IOException {
        Map<String, SequenceNumbers> numbers = new HashMap<>();
        store.in(
                        generation.collection(COLLECTION),
                        streams -> streams.find(Filters.eq(GAP, true))
                                .limit(atMost)
                                .into(new ArrayList<>()))
                .forEach(document ->
                        numbers.put(document.getString(ID), Known.read(document).numbers()));
        return numbers;
    }

    private static Map<String, Known> known(DurableCollection streams, Collection<String> ids) {
        Map<String, Known> known = new HashMap<>();
        for (Document document : streams.find(Filters.in(ID, ids))) {
            known.put(document.getString(ID), Known.read(document));
        }
        return known;
    }

    /** @return false if another instance changed one of them at the same time */
    private static boolean add(DurableCollection streams, Map<String, SequenceNumbers> added) {
        Map<String, Known> before = known(streams, added.keySet());
        List<WriteModel<Document>> writes = new ArrayList<>();
        added.forEach((stream, numbers) -> {
            Known known = before.getOrDefault(stream, Known.NOTHING);
            if (!numbers.minus(known.numbers()).isEmpty()) {
                writes.add(new ReplaceOneModel<>(
                        Filters.and(Filters.eq(ID, stream), Filters.eq(VERSION, known.version())),
                        known.with(stream, numbers),
                        new ReplaceOptions().upsert(known.version() == 0)));
            }
        });
        if (writes.isEmpty()) {
            return true;
        }
        try {
            BulkWriteResult result = streams.collection().bulkWrite(writes, new BulkWriteOptions().ordered(false));
            return result.getMatchedCount() + result.getUpserts().size() == writes.size();
        } catch (MongoBulkWriteException e) {
            if (DurableCollection.isOnlyOfDuplicates(e)) {
                return false;
            }
            throw e;
        }
    }
}
