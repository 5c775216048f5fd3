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
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.web.Parameters;
import org.healthpassport.edge.problem.ProblemException;

/** Finds entries in the index and reads them from the log. Blocks. */
final class EntrySearch {
    private final DurableDatabase store;
    private final Generations generations;
    private final VerifiedRows log;
    private final LogInUse inUse;

    EntrySearch(DurableDatabase store, Generations generations, VerifiedRows log, LogInUse inUse) {
        this.inUse = inUse;
        this.store = store;
        this.generations = generations;
        this.log = log;
    }

    /** The rows of the index below some entry. */
    private record Found(long position, List<Document> rows) {}

    /**
     * Entries below the cursor, newest first; without one, from the newest that the index has.
     *
     * @throws ProblemException the index differs from the log
     */
    EntryPage find(EntryFilter filter, int limit, Optional<PageCursor> cursor) throws IOException {
        if (cursor.filter(start -> start.log() != inUse.getAsInt()).isPresent()) {
            throw Parameters.malformed(
                    "cursor",
                    "must be a cursor of log %d, which continues an older one after a restore; begin again without a cursor"
                            .formatted(inUse.getAsInt()));
        }
        Generation generation = generations.current();
        while (true) {
            Found found = find(generation, filter, limit + 1, cursor);
            Generation after = generations.current();
            if (after.equals(generation)) {
                return page(found, filter, limit, cursor);
            }
            // The generation that was queried may have been dropped meanwhile.
            generation = after;
        }
    }

    /** The known size of the log may be older than an index that another instance has made of it. */
    private long position(Generation generation) throws IOException {
        return Math.min(generations.position(generation), log.size());
    }

    private Found find(Generation generation, EntryFilter filter, int atMost, Optional<PageCursor> cursor)
            throws IOException {
        long position = position(generation);
        List<Document> rows = store.in(
                generation.collection(EntryIndex.COLLECTION),
                collection -> collection
                        .find(query(filter, before(position, cursor), atMost))
                        .sort(Sorts.descending(EntryRow.INDEX))
                        .limit(atMost)
                        .into(new ArrayList<>()));
        return new Found(position, rows);
    }

    private static long before(long position, Optional<PageCursor> cursor) {
        return cursor.map(start -> Math.min(start.before(), position)).orElse(position);
    }

    private EntryPage page(Found found, EntryFilter filter, int limit, Optional<PageCursor> cursor) throws IOException {
        if (filter.isEmpty()) {
            long before = before(found.position(), cursor);
            log.requireContiguous(found.rows(), before, Math.min(before, limit + 1L));
        }
        boolean more = found.rows().size() > limit;
        List<Document> shown = log.verified(more ? found.rows().subList(0, limit) : found.rows());
        long size = cursor.map(PageCursor::size).orElse(found.position());
        int number = inUse.getAsInt();
        String next = more ? new PageCursor(number, size, VerifiedRows.index(shown.get(limit - 1))).toString() : null;
        return new EntryPage(
                shown.stream().map(row -> EntryRow.item(row, number, size)).toList(), next, number, size);
    }

    private static Bson query(EntryFilter filter, long before, int atMost) {
        if (filter.isEmpty()) {
            // There is a row for every index, so a query by their numbers is cheap on any engine.
            long from = Math.max(0, before - atMost);
            return Filters.in(
                    EntryRow.INDEX, LongStream.range(from, before).boxed().toList());
        }
        List<Bson> conditions = new ArrayList<>(filter.conditions());
        conditions.add(Filters.lt(EntryRow.INDEX, before));
        return Filters.and(conditions);
    }
}
