package org.healthpassport.audit.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.problem.Problem;
import org.healthpassport.audit.problem.ProblemException;
import org.healthpassport.audit.problem.ProblemType;
import org.healthpassport.audit.projection.LoggedEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log itself says where the index has rows. Whoever holds the database can change a row, but no entry without the log
 * showing it; so the index only finds entries, and is not believed what they say. For any number of threads.
 */
final class VerifiedRows {
    private static final Logger log = LoggerFactory.getLogger(VerifiedRows.class);

    private final CommittedEntries entries;
    private final AtomicLong differences = new AtomicLong();

    VerifiedRows(CommittedEntries entries) {
        this.entries = entries;
    }

    /** How many entries there are. */
    long size() throws IOException {
        return entries.size();
    }

    /** How many rows were found so far that are not what the log says. */
    long differences() {
        return differences.get();
    }

    /**
     * The rows of these indexes, made from the log.
     *
     * @param found what the index has
     * @throws ProblemException one of them is another
     */
    List<Document> verified(List<Document> found) throws IOException {
        List<Document> rows = new ArrayList<>();
        for (Document row : found) {
            long index = index(row);
            if (index < 0 || index >= size()) {
                note(index);
                continue;
            }
            Document logged = EntryRow.of(
                    LoggedEntry.of(index, entries.entries(index, index + 1).get(0)));
            if (logged.equals(row)) {
                rows.add(logged);
            } else {
                note(index);
            }
        }
        if (rows.size() < found.size()) {
            throw different();
        }
        return rows;
    }

    /**
     * Demands that the index has a row of every entry.
     *
     * @param before the index above the newest row
     * @throws ProblemException one is missing
     */
    void requireContiguous(List<Document> found, long before, long count) {
        long expected = before;
        for (Document row : found) {
            expected--;
            if (index(row) != expected) {
                note(expected);
                throw different();
            }
        }
        if (found.size() < count) {
            note(expected - 1);
            throw different();
        }
    }

    static long index(Document row) {
        return row.get(EntryRow.INDEX) instanceof Number index ? index.longValue() : -1;
    }

    private void note(long index) {
        differences.incrementAndGet();
        log.error("The search index is not what the audit log says, at entry {}", index);
    }

    private static ProblemException different() {
        return Problem.of(
                        ProblemType.INTERNAL_ERROR,
                        "The search index is not what the log says, and is not shown. It has been noted; verify the log.")
                .asException();
    }
}
