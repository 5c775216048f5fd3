package org.healthpassport.audit.projection;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The collections of views and what belongs to them. Writes are durable when they are answered; reads see them, whatever the
 * connection string prefers.
 */
public final class Store {
    /** Below the ten seconds after which the client hangs up, so that the server does not work on for nobody. */
    private static final long LONGEST_FIND_MS = 8_000;

    private final MongoDatabase database;

    public Store(MongoDatabase database) {
        this.database = database.withReadPreference(ReadPreference.primary())
                .withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /** Finds documents within a time that is bounded. */
    public static FindIterable<Document> find(MongoCollection<Document> collection, Bson filter) {
        return collection.find(filter).maxTime(LONGEST_FIND_MS, TimeUnit.MILLISECONDS);
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
     * Reads what may be too much for memory, in a time that is bounded for every batch by the client's own patience: a limit of
     * the server would be one for all of them together.
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
