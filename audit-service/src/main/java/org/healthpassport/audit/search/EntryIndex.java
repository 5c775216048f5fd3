package org.healthpassport.audit.search;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.audit.projection.LoggedEntry;
import org.healthpassport.audit.projection.Store;
import org.healthpassport.audit.projection.View;

/** The rows of all entries in {@code auditEntries}: one for every index of the log, without exception. */
final class EntryIndex implements View {
    static final String COLLECTION = "auditEntries";

    private static final List<IndexModel> INDEXES = Stream.of(
                    EntryRow.PATIENT, EntryRow.ACTOR, EntryRow.ACTION, EntryRow.OUTCOME, EntryRow.TIME)
            .map(field ->
                    new IndexModel(Indexes.compoundIndex(Indexes.ascending(field), Indexes.descending(EntryRow.INDEX))))
            .toList();

    private final Store store;

    EntryIndex(Store store) {
        this.store = store;
    }

    @Override
    public void prepare(Generation generation) throws IOException {
        store.in(generation.collection(COLLECTION), rows -> rows.createIndexes(INDEXES));
    }

    @Override
    public void apply(Generation generation, List<LoggedEntry> entries) throws IOException {
        List<Document> rows = entries.stream().map(EntryRow::of).toList();
        store.in(generation.collection(COLLECTION), collection -> insertMissing(collection, rows));
    }

    @Override
    public void drop(Generation generation) throws IOException {
        store.in(generation.collection(COLLECTION), rows -> {
            rows.drop();
            return true;
        });
    }

    /** The row of an index never changes, so that one which is there is the same. */
    private static boolean insertMissing(MongoCollection<Document> collection, List<Document> rows) {
        try {
            return collection
                    .insertMany(rows, new InsertManyOptions().ordered(false))
                    .wasAcknowledged();
        } catch (MongoBulkWriteException e) {
            boolean present = e.getWriteConcernError() == null
                    && e.getWriteErrors().stream()
                            .allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
            if (present) {
                return true;
            }
            throw e;
        }
    }
}
