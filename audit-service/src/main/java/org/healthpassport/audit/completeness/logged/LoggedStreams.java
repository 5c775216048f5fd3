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
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.StreamPosition;
import org.healthpassport.audit.mongo.Documents;
import org.healthpassport.audit.mongo.DurableCollection;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.audit.projection.LoggedEntry;
import org.healthpassport.audit.projection.Projection;
import org.healthpassport.audit.stream.SequenceNumbers;
import org.healthpassport.events.EventType;
import org.healthpassport.events.stream.StreamKind;
import org.jspecify.annotations.Nullable;

/**
 * The entries of each stream that are in the log: {@code auditStreams} holds {@code {_id: stream, version, numbers: [{from, to}],
 * entries, lastIndex, mac}}, {@code gap: true} where a number is missing below the last, and {@code twice} where the log has two
 * entries of one number. A document changes by compare-and-set, and knows up to which entry it is, so that adding entries again
 * changes nothing.
 */
public final class LoggedStreams implements Projection {
    private static final String COLLECTION = "auditStreams";
    private static final int MOST_ATTEMPTS = 20;

    private final DurableDatabase store;
    private final ViewSeal seal;

    public LoggedStreams(DurableDatabase store, ViewSeal seal) {
        this.store = store;
        this.seal = seal;
    }

    /** An entry of a stream, as far as its stream is concerned. */
    record Numbered(String stream, long number, long index) {
        /** Empty for an entry of no stream, or without a number. */
        static Optional<Numbered> of(LoggedEntry logged) {
            AuditEntry entry = logged.content().orElse(null);
            StreamPosition position = entry == null ? null : entry.stream();
            Long number = position == null ? null : position.sequence();
            return entry == null || position == null || number == null
                    ? Optional.empty()
                    : EventType.ofCeType(entry.type())
                            .flatMap(StreamKind::of)
                            .map(kind -> new Numbered(kind.stream(position.id()), number, logged.index()));
        }
    }

    @Override
    public void prepare(Generation generation) throws IOException {
        store.in(
                generation.collection(COLLECTION),
                streams -> streams.collection()
                        .createIndex(Indexes.ascending(LoggedStream.GAP), new IndexOptions().sparse(true)));
    }

    @Override
    public void apply(Generation generation, List<LoggedEntry> entries) throws IOException {
        Map<String, List<Numbered>> added = new HashMap<>();
        for (LoggedEntry logged : entries) {
            Numbered.of(logged)
                    .ifPresent(entry -> added.computeIfAbsent(entry.stream(), stream -> new ArrayList<>())
                            .add(entry));
        }
        String view = generation.collection(COLLECTION);
        ViewSeal.Opened opened = seal.open();
        for (int attempt = 0; !added.isEmpty(); attempt++) {
            if (attempt == MOST_ATTEMPTS) {
                throw new IOException("Expected to add to streams, but other instances changed them each time.");
            }
            if (store.in(view, streams -> add(streams, view, opened, added))) {
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

    /** The numbers of some streams that are in the log; streams without any, and changed documents, are left out. */
    public Map<String, SequenceNumbers> of(Generation generation, Collection<String> names) throws IOException {
        return numbers(generation, Filters.in(LoggedStream.ID, names), 0);
    }

    /** The streams with a gap: a number is missing below one that is there. */
    public Map<String, SequenceNumbers> withGaps(Generation generation, int atMost) throws IOException {
        return numbers(generation, Filters.eq(LoggedStream.GAP, true), atMost);
    }

    private Map<String, SequenceNumbers> numbers(Generation generation, Bson which, int atMost) throws IOException {
        String view = generation.collection(COLLECTION);
        ViewSeal.Opened opened = seal.open();
        Map<String, SequenceNumbers> numbers = new HashMap<>();
        store.in(view, streams -> streams.find(which).limit(atMost).into(new ArrayList<>()))
                .forEach(document -> LoggedStream.read(document, view, opened)
                        .ifPresent(stream -> numbers.put(stream.name(), stream.numbers())));
        return numbers;
    }

    /** All documents of a kind, in the order of their names. */
    Documents all(Generation generation, StreamKind kind, int atOnce) throws IOException {
        return store.read(
                generation.collection(COLLECTION),
                streams -> streams.find(Filters.and(
                                Filters.gte(LoggedStream.ID, kind.first()), Filters.lt(LoggedStream.ID, kind.end())))
                        .sort(Indexes.ascending(LoggedStream.ID)),
                atOnce);
    }

    static String view(Generation generation) {
        return generation.collection(COLLECTION);
    }

    /** @return false if another instance changed one of them at the same time */
    private static boolean add(
            DurableCollection streams, String view, ViewSeal.Opened seal, Map<String, List<Numbered>> added) {
        Map<String, Document> before = new HashMap<>();
        for (Document document : streams.find(Filters.in(LoggedStream.ID, added.keySet()))) {
            before.put(document.getString(LoggedStream.ID), document);
        }
        List<WriteModel<Document>> writes = new ArrayList<>();
        added.forEach((name, entries) -> {
            Document stored = before.get(name);
            // One that was changed stays as it is: a new MAC would make it ours. The next round finds it.
            Optional<LoggedStream> known =
                    stored == null ? Optional.of(LoggedStream.none(name)) : LoggedStream.read(stored, view, seal);
            known.ifPresent(stream -> {
                LoggedStream next = stream;
                for (Numbered entry : entries) {
                    next = next.plus(entry.number(), entry.index());
                }
                if (!next.equals(stream)) {
                    writes.add(write(stored, next, view, seal));
                }
            });
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

    private static WriteModel<Document> write(
            @Nullable Document stored, LoggedStream next, String view, ViewSeal.Opened seal) {
        Object version = stored == null ? 0L : stored.get(LoggedStream.VERSION);
        long following = version instanceof Long number ? number + 1 : 1;
        return new ReplaceOneModel<>(
                Filters.and(Filters.eq(LoggedStream.ID, next.name()), Filters.eq(LoggedStream.VERSION, version)),
                next.write(following, view, seal),
                new ReplaceOptions().upsert(stored == null));
    }
}
