package org.healthpassport.audit.log.mongo;

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

/** A collection whose writes are durable when they are answered, whose reads see all such writes, and whose failures are those of a store that may recover. */
final class Commands {
    /** Less than the client waits for an answer. */
    private static final long LONGEST_MILLIS = 8_000;

    private final MongoCollection<Document> collection;

    Commands(MongoDatabase database, String name) {
        // Whatever the connection string says: who reads what is not the last word logs events twice.
        this.collection = database.getCollection(name)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .withReadConcern(ReadConcern.MAJORITY)
                .withReadPreference(ReadPreference.primary());
    }

    MongoCollection<Document> collection() {
        return collection;
    }

    /** To be read within {@link #run}; MongoDB gives up after a while, as nobody waits for the answer any longer. */
    FindIterable<Document> find(Bson filter) {
        return collection.find(filter).maxTime(LONGEST_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** @throws IOException MongoDB did not do it, or did not say that it did */
    <T> T run(Supplier<T> command) throws IOException {
        try {
            return command.get();
        } catch (MongoException e) {
            throw new IOException("Expected MongoDB to answer, but it failed: " + e.getMessage(), e);
        }
    }

    /** @return false if there is a document of this {@code _id} */
    boolean insert(Document document) throws IOException {
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
    void insertMissing(List<Document> documents) throws IOException {
        if (documents.isEmpty()) {
            return;
        }
        run(() -> {
            try {
                return collection.insertMany(documents, new InsertManyOptions().ordered(false));
            } catch (MongoBulkWriteException e) {
                boolean harmless = e.getWriteConcernError() == null
                        && e.getWriteErrors().stream()
                                .allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
                if (harmless) {
                    return e.getWriteResult();
                }
                throw e;
            }
        });
    }
}
