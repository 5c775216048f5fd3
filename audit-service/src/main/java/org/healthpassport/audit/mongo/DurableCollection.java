package org.healthpassport.audit.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * A collection whose writes are durable when they are answered and whose reads see all such writes. Its failures are
 * {@link IOException}s, as the store may recover from them.
 */
public final class DurableCollection {
    /** Ends before the client hangs up, so that the server does not go on with a search that nobody waits for. */
    private static final long FIND_MS = 8_000;

    private final MongoCollection<Document> collection;

    public DurableCollection(MongoDatabase database, String name) {
        // The connection string must not change this: an instance that reads an old state logs events twice.
        this.collection = database.getCollection(name)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .withReadConcern(ReadConcern.MAJORITY)
                .withReadPreference(ReadPreference.primary());
    }

    public MongoCollection<Document> collection() {
        return collection;
    }

    /** Finds documents within a limited time; to be read within {@link #run}. */
    public FindIterable<Document> find(Bson filter) {
        return collection.find(filter).maxTime(FIND_MS, TimeUnit.MILLISECONDS);
    }

    /** @throws IOException MongoDB did not do it, or did not say that it did */
    public <T> T run(Supplier<T> command) throws IOException {
        try {
            return command.get();
        } catch (MongoException e) {
            throw new IOException("Expected MongoDB to answer, but it failed: " + e.getMessage(), e);
        }
    }

    /** @return false if there is a document of this {@code _id} */
    public boolean insert(Document document) throws IOException {
        return run(() -> {
            try {
                collection.insertOne(document);
                return true;
            } catch (MongoWriteException e) {
                if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Inserts those whose {@code _id} is not there yet. */
    public void insertMissing(List<Document> documents) throws IOException {
        if (documents.isEmpty()) {
            return;
        }
        run(() -> {
            try {
                return collection.insertMany(documents, new InsertManyOptions().ordered(false));
            } catch (MongoBulkWriteException e) {
                if (isOnlyOfDuplicates(e)) {
                    return e.getWriteResult();
                }
                throw e;
            }
        });
    }

    /** Tells whether a bulk write failed only because documents were there already. */
    public static boolean isOnlyOfDuplicates(MongoBulkWriteException failure) {
        return failure.getWriteConcernError() == null
                && failure.getWriteErrors().stream()
                        .allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
    }
}
