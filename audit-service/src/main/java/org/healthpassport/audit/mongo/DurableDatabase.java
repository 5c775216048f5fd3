package org.healthpassport.audit.mongo;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
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

    /**
     * Reads documents that may be too many for memory. The client's own time-out limits every batch; a limit of the server would be
     * one for all of them together.
     *
     * @param size of a batch
     */
    public Documents read(
            String collection, Function<MongoCollection<Document>, FindIterable<Document>> query, int size)
            throws IOException {
        DurableCollection documents = collection(collection);
        FindIterable<Document> found = query.apply(documents.collection()).batchSize(size);
        return new Documents(documents, documents.run(found::iterator), size);
    }

    /** Takes documents, some at a time, never none. */
    public interface Batches {
        void take(List<Document> documents) throws IOException;
    }

    /** As {@link #read}, to the end. */
    public void inBatches(
            String collection,
            Function<MongoCollection<Document>, FindIterable<Document>> query,
            int size,
            Batches batches)
            throws IOException {
        try (Documents documents = read(collection, query, size)) {
            List<Document> batch = documents.next();
            while (!batch.isEmpty()) {
                batches.take(batch);
                batch = documents.next();
            }
        }
    }
}
