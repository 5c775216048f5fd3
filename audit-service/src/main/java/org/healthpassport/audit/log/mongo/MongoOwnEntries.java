package org.healthpassport.audit.log.mongo;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.log.OwnEntries;
import org.healthpassport.audit.tile.Entry;

/** The queue in {@code auditOwnEntries}, one document per entry that waits. */
public final class MongoOwnEntries implements OwnEntries {
    private static final String BYTES = "bytes";

    private final Commands waiting;

    public MongoOwnEntries(MongoDatabase database) {
        this.waiting = new Commands(database, "auditOwnEntries");
    }

    @Override
    public void add(IdentifiedEntry entry) throws IOException {
        waiting.insert(new Document("_id", entry.id())
                .append(BYTES, new Binary(entry.entry().bytes())));
    }

    @Override
    public List<IdentifiedEntry> waiting(int atMost) throws IOException {
        List<Document> stored =
                waiting.run(() -> waiting.collection().find().limit(atMost).into(new ArrayList<>()));
        return stored.stream()
                .map(document -> new IdentifiedEntry(
                        document.getString("_id"),
                        Entry.of(document.get(BYTES, Binary.class).getData())))
                .toList();
    }

    @Override
    public void remove(Collection<IdentifiedEntry> entries) throws IOException {
        if (!entries.isEmpty()) {
            waiting.run(() -> waiting.collection()
                    .deleteMany(Filters.in(
                            "_id", entries.stream().map(IdentifiedEntry::id).toList())));
        }
    }
}
