package org.healthpassport.api.record;

import java.util.List;

/**
 * Records for somebody whom their patient shows them to.
 *
 * @param unreadable how many more belong here, but cannot be read; whoever is shown the others is told that
 * @param more whether there are more than are given at once: 200, of 4 MiB together
 */
public record SharedRecords(List<SharedRecord> records, int unreadable, boolean more) {
    public SharedRecords {
        records = List.copyOf(records);
    }

    /** The same, and something else that belongs to them but cannot be read. */
    public SharedRecords andOneUnreadable() {
        return new SharedRecords(records, unreadable + 1, more);
    }
}
