package org.healthpassport.audit.lease;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.io.IOException;
import java.util.Optional;
import org.bson.Document;
import org.healthpassport.audit.mongo.DurableCollection;

/** The lease as a document of {@code auditLog}. */
public final class MongoLeaseStore implements WriterLeaseStore {
    private static final String ID = "lease";
    private static final String HOLDER = "holder";
    private static final String COUNTER = "counter";

    private final DurableCollection log;

    public MongoLeaseStore(MongoDatabase database) {
        this.log = new DurableCollection(database, "auditLog");
    }

    @Override
    public Optional<WriterLease> read() throws IOException {
        Document stored = log.run(() -> log.find(Filters.eq(ID)).first());
        return Optional.ofNullable(stored)
                .map(document -> new WriterLease(document.getString(HOLDER), document.getLong(COUNTER)));
    }

    @Override
    public boolean replace(Optional<WriterLease> expected, WriterLease next) throws IOException {
        Document document =
                new Document("_id", ID).append(HOLDER, next.holder()).append(COUNTER, next.counter());
        if (expected.isEmpty()) {
            return log.insert(document);
        }
        return log.run(() -> log.collection()
                        .replaceOne(
                                Filters.and(
                                        Filters.eq(ID),
                                        Filters.eq(COUNTER, expected.get().counter())),
                                document)
                        .getMatchedCount())
                == 1;
    }
}
