package org.healthpassport.api.record.share;

import java.util.List;

/**
 * Records for somebody with whom their patient shares them.
 *
 * @param unreadable number of further records that belong here but cannot be read; the recipient is told
 * @param more true if there are more than are given at once: 200, of 4 MiB together
 */
public record SharedRecordSet(List<SharedRecord> records, int unreadable, boolean more) {
    public SharedRecordSet {
        records = List.copyOf(records);
    }
}
