package org.healthpassport.embedded.store.index;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/**
 * The texts between which a query requires {@code _id} to be. Documents are sorted by it, so a query for a range costs
 * the documents of that range only.
 *
 * @param from included
 * @param to left out
 */
record IdRange(String from, String to) {

    static Optional<IdRange> of(Document query) {
        return query.get("_id") instanceof Document bounds
                        && bounds.get("$gte") instanceof String from
                        && bounds.get("$lt") instanceof String to
                ? Optional.of(new IdRange(from, to))
                : Optional.empty();
    }

    /** The positions of all documents in the range, which are their ids, in order. */
    List<Object> positionsIn(MVMap<Object, Document> documents) {
        List<Object> positions = new ArrayList<>();
        Cursor<Object, Document> cursor = documents.cursor(from);
        while (cursor.hasNext() && cursor.next() instanceof String id && id.compareTo(to) < 0) {
            positions.add(id);
        }
        return positions;
    }
}
