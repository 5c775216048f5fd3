package org.healthpassport.audit.mongo;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;

/** The {@link DurableCollection}s of a database, each by its name. */
public final class DurableDatabase {
    private final MongoDatabase database;

    public DurableDatabase(MongoDatabase database) {
        this.database = database;
    }

    public DurableCollection collection(String name) {
        return new DurableCollection(database, name);
    }

    /**
     * The result of a command on a collection.
     *
     * @throws IOException MongoDB did not do it, or did not say that it did
     */
    public <T> T in(String collection, Function<DurableCollection, T> command) throws IOException {
        DurableCollection documents = collection(collection);
        return documents.run(() -> command.apply(documents));
    }

    /** Takes documents, some at a time, never none. */
    public interface Batches {
        void take(List<Document> documents) throws IOException;
    }

    /**
     * Reads documents that may be too many for memory. The client's own time-out limits every batch; a limit of the server would be one
     * for all of them together.
     *
     * @param size of a batch
     */
    public void inBatches(
            String collection,
            Function<MongoCollection<Document>, FindIterable<Document>> query,
            int size,
            Batches batches)
            throws IOException {
        DurableCollection documents = collection(collection);
        FindIterable<Document> found = query.apply(documents.collection()).batchSize(size);
        try (MongoCursor<Document> cursor = documents.run(found::iterator)) {
            List<Document> batch = documents.run(() -> next(cursor, size));
            while (!batch.isEmpty()) {
                batches.take(batch);
                batch = documents.run(() -> next(cursor, size));
            }
        }
    }

    private static List<Document> next(MongoCursor<Document> cursor, int size) {
        List<Document> batch = new ArrayList<>();
        while (batch.size() < size && cursor.hasNext()) {
            batch.add(cursor.next());
        }
        return batch;
    }
}
