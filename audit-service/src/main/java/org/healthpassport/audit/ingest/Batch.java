package org.healthpassport.audit.ingest;

import java.util.List;
import java.util.Map;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.log.SourcePartition;

/**
 * What was read together.
 *
 * @param next the offsets that reading goes on with, of the partitions in which that changed
 */
record Batch(List<IdentifiedEntry> entries, Map<SourcePartition, Long> next) {
    Batch {
        entries = List.copyOf(entries);
        next = Map.copyOf(next);
    }
}
