package org.healthpassport.audit.completeness.emitted;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.healthpassport.audit.mongo.Documents;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.events.stream.StreamKind;
import org.healthpassport.vault.key.SubjectKeyDocument;

/**
 * The heads of all aggregates, whenever they changed. A document that only rules out that there will be an aggregate is none. For
 * any number of threads.
 */
public final class StoredHeads {
    private static final int HEADS_AT_ONCE = 1000;
    private static final String ID = EmittedStreams.ID;
    private static final String RULED_OUT = "ruledOut";
    /** As api-service stores it with the head of a record: its number and the command that wrote it. */
    private static final String NEWEST_VERSION = "newestVersion";

    private static final String VERSIONS = "recordVersions";
    private static final Bson FIELDS = Projections.include(
            ID,
            EmittedStreams.LAST,
            EmittedStreams.CHANGED,
            EmittedStreams.OUTBOX,
            EmittedStreams.EVENT_TIMES,
            NEWEST_VERSION);

    private final DurableDatabase store;

    public StoredHeads(DurableDatabase store) {
        this.store = store;
    }

    /** All of a kind, in the order of their ids. */
    public Heads all(StreamKind kind) throws IOException {
        return new Heads(store.read(
                kind.collection(),
                heads -> heads.find(Filters.exists(RULED_OUT, false))
                        .projection(FIELDS)
                        .sort(Indexes.ascending(ID)),
                HEADS_AT_ONCE));
    }

    /** Some of a kind as they are now, by id; those that do not exist are left out. */
    public Map<String, StoredHead> now(StreamKind kind, Collection<String> ids) throws IOException {
        List<Document> found = store.in(
                kind.collection(),
                heads -> heads.find(Filters.and(Filters.in(ID, ids), Filters.exists(RULED_OUT, false)))
                        .projection(FIELDS)
                        .into(new ArrayList<>()));
        Map<String, StoredHead> heads = new HashMap<>();
        found.forEach(document -> {
            StoredHead head = head(document);
            heads.put(head.id(), head);
        });
        return heads;
    }

    /** Those of some accounts or patients that have keys. */
    public Set<String> withKeys(Collection<String> ids) throws IOException {
        return existing(SubjectKeyDocument.COLLECTION, ids);
    }

    /** Those of some versions of records that exist. */
    public Set<String> versions(Collection<String> ids) throws IOException {
        return existing(VERSIONS, ids);
    }

    private Set<String> existing(String collection, Collection<String> ids) throws IOException {
        Set<String> found = new HashSet<>();
        store.in(
                        collection,
                        documents -> documents
                                .find(Filters.in(ID, ids))
                                .projection(Projections.include(ID))
                                .into(new ArrayList<>()))
                .forEach(document -> found.add(document.getString(ID)));
        return found;
    }

    private static StoredHead head(Document document) {
        boolean whole = document.get(EmittedStreams.LAST) instanceof Number;
        return new StoredHead(
                String.valueOf(document.get(ID)),
                document.get(EmittedStreams.LAST) instanceof Number last ? last.longValue() : 0,
                whole,
                EmittedStreams.waitingSince(document),
                document.get(NEWEST_VERSION) instanceof String version ? version : null);
    }

    /** Heads that are read batch by batch. For one thread. */
    public static final class Heads implements AutoCloseable {
        private final Documents documents;

        private Heads(Documents documents) {
            this.documents = documents;
        }

        /** The next ones; none at the end. */
        public List<StoredHead> next() throws IOException {
            return documents.next().stream().map(StoredHeads::head).toList();
        }

        @Override
        public void close() {
            documents.close();
        }
    }
}
