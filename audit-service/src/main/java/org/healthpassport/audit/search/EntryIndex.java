package org.healthpassport.audit.search;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.audit.projection.LoggedEntry;
import org.healthpassport.audit.projection.Projection;

/** The rows of all entries in {@code auditEntries}: one for every index of the log, without exception. */
final class EntryIndex implements Projection {
    static final String COLLECTION = "auditEntries";

    private static final List<IndexModel> INDEXES = Stream.of(
                    EntryRow.PATIENT, EntryRow.ACTOR, EntryRow.TYPE, EntryRow.ACTION, EntryRow.OUTCOME, EntryRow.TIME)
            .map(field ->
                    new IndexModel(Indexes.compoundIndex(Indexes.ascending(field), Indexes.descending(EntryRow.INDEX))))
            .toList();

    private final DurableDatabase store;

    EntryIndex(DurableDatabase store) {
        this.store = store;
    }

    @Override
    public void prepare(Generation generation) throws IOException {
        store.in(generation.collection(COLLECTION), rows -> rows.collection().createIndexes(INDEXES));
    }

    @Override
    public void apply(Generation generation, List<LoggedEntry> entries) throws IOException {
        List<Document> rows = entries.stream().map(EntryRow::of).toList();
        // The row of an index never changes: one that is there is the same.
        store.collection(generation.collection(COLLECTION)).insertMissing(rows);
    }

    @Override
    public void drop(Generation generation) throws IOException {
        store.in(generation.collection(COLLECTION), rows -> {
            rows.collection().drop();
            return true;
        });
    }
}
