package org.healthpassport.audit.search;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.projection.Store;

/** Asks the index of entries. Blocks. */
final class EntrySearch {
    private final Store store;
    private final Generations generations;

    EntrySearch(Store store, Generations generations) {
        this.store = store;
        this.generations = generations;
    }

    /** Entries below the cursor, newest first; without one, from the newest that the index has. */
    EntryPage find(EntryFilter filter, int limit, Optional<Cursor> cursor) throws IOException {
        Generation generation = generations.current();
        while (true) {
            EntryPage page = find(generation, filter, limit, cursor);
            Generation after = generations.current();
            if (after.equals(generation)) {
                return page;
            }
            // The one that was asked may have been dropped meanwhile.
            generation = after;
        }
    }

    /** A page that is empty, as there is nothing of whom is asked for. */
    EntryPage nothing() throws IOException {
        return new EntryPage(List.of(), null, generations.position(generations.current()));
    }

    private EntryPage find(Generation generation, EntryFilter filter, int limit, Optional<Cursor> cursor)
            throws IOException {
        long position = generations.position(generation);
        Cursor start = cursor.orElseGet(() -> Cursor.first(position));
        long before = Math.min(start.before(), position);
        List<Document> rows = store.in(
                generation.collection(EntryIndex.COLLECTION),
                collection -> collection
                        .find(query(filter, before, limit))
                        .sort(Sorts.descending(EntryRow.INDEX))
                        .limit(limit + 1)
                        .into(new ArrayList<>()));
        boolean more = rows.size() > limit;
        List<Document> shown = more ? rows.subList(0, limit) : rows;
        String next = more ? new Cursor(start.size(), shown.get(limit - 1).getLong(EntryRow.INDEX)).toString() : null;
        return new EntryPage(
                shown.stream().map(row -> EntryRow.item(row, start.size())).toList(), next, start.size());
    }

    private static Bson query(EntryFilter filter, long before, int limit) {
        if (filter.isEmpty()) {
            // There is a row for every index: naming them costs no store more than it has to give.
            long from = Math.max(0, before - limit - 1);
            return Filters.in(
                    EntryRow.INDEX, LongStream.range(from, before).boxed().toList());
        }
        List<Bson> conditions = new ArrayList<>(filter.conditions());
        conditions.add(Filters.lt(EntryRow.INDEX, before));
        return Filters.and(conditions);
    }
}
