package org.healthpassport.audit.ingest;

import java.util.List;
import java.util.Map;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.log.SourcePartition;

/**
 * The records of one read, as entries.
 *
 * @param next the offsets to continue from, for all partitions that were read
 */
record Batch(List<IdentifiedEntry> entries, Map<SourcePartition, Long> next) {
    Batch {
        entries = List.copyOf(entries);
        next = Map.copyOf(next);
    }
}
