package org.healthpassport.api.record;

import java.util.List;

/**
 * Records for somebody whom their patient shows them to.
 *
 * @param more whether there are more than are given at once: 200, of 4 MiB together
 */
public record SharedRecords(List<SharedRecord> records, boolean more) {
    public SharedRecords {
        records = List.copyOf(records);
    }
}
