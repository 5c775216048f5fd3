package org.healthpassport.audit.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.projection.LoggedEntry;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares rows of the index with the log. An attacker who controls the database can change a row, but not an entry without
 * being noticed. So the index only finds entries; their content comes from the log. For any number of threads.
 */
final class VerifiedRows {
    private static final Logger log = LoggerFactory.getLogger(VerifiedRows.class);

    private final CommittedEntries entries;
    private final AtomicLong differences = new AtomicLong();

    VerifiedRows(CommittedEntries entries) {
        this.entries = entries;
    }

    /** The number of entries. */
    long size() throws IOException {
        return entries.size();
    }

    /** The number of rows found so far that differ from the log. */
    long differences() {
        return differences.get();
    }

    /**
     * The rows of these indexes, made from the log.
     *
     * @param found the rows of the index
     * @throws ProblemException one of them differs from the log
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
        log.error("Expected the search index to agree with the audit log, but its row of entry {} differs", index);
    }

    private static ProblemException different() {
        return Problem.of(
                        ProblemType.INTERNAL_ERROR,
                        "The search index differs from the log, so its rows are not shown. This has been logged; verify the log.")
                .asException();
    }
}
