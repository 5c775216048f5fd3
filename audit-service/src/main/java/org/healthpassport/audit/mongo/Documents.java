package org.healthpassport.audit.mongo;

import com.mongodb.client.MongoCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** Documents that are read batch by batch. For one thread. */
public final class Documents implements AutoCloseable {
    private final DurableCollection collection;
    private final MongoCursor<Document> cursor;
    private final int size;

    Documents(DurableCollection collection, MongoCursor<Document> cursor, int size) {
        this.collection = collection;
        this.cursor = cursor;
        this.size = size;
    }

    /** The next ones; none at the end. */
    public List<Document> next() throws IOException {
        return collection.run(() -> {
            List<Document> batch = new ArrayList<>();
            while (batch.size() < size && cursor.hasNext()) {
                batch.add(cursor.next());
            }
            return batch;
        });
    }

    @Override
    public void close() {
        cursor.close();
    }
}
