package org.healthpassport.audit.projection;

import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.Document;

/** The collections of views and what belongs to them. Writes are durable when they are answered. */
public final class Store {
    private final MongoDatabase database;

    public Store(MongoDatabase database) {
        this.database = database.withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /**
     * What a command gives.
     *
     * @throws IOException MongoDB did not do it, or did not say that it did
     */
    public <T> T in(String collection, Function<MongoCollection<Document>, T> command) throws IOException {
        return answered(() -> command.apply(database.getCollection(collection)));
    }

    /** Takes documents, some at a time, never none. */
    public interface Batches {
        void take(List<Document> documents) throws IOException;
    }

    /**
     * Reads what may be too much for memory.
     *
     * @param size of a batch
     */
    public void inBatches(
            String collection,
            Function<MongoCollection<Document>, FindIterable<Document>> query,
            int size,
            Batches batches)
            throws IOException {
        FindIterable<Document> found =
                query.apply(database.getCollection(collection)).batchSize(size);
        try (MongoCursor<Document> cursor = answered(found::iterator)) {
            List<Document> batch = answered(() -> next(cursor, size));
            while (!batch.isEmpty()) {
                batches.take(batch);
                batch = answered(() -> next(cursor, size));
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

    private static <T> T answered(Supplier<T> command) throws IOException {
        try {
            return command.get();
        } catch (MongoException e) {
            throw new IOException("Expected MongoDB to answer, but it failed: code " + e.getCode(), e);
        }
    }
}
