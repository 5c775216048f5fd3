package org.healthpassport.audit.log.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.bson.Document;

/** A collection whose writes are durable when they are answered, and whose failures are those of a store that may recover. */
final class Commands {
    private final MongoCollection<Document> collection;

    Commands(MongoDatabase database, String name) {
        this.collection = database.getCollection(name).withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    MongoCollection<Document> collection() {
        return collection;
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
