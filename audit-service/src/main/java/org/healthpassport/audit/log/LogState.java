package org.healthpassport.audit.log;

import java.util.HashMap;
import java.util.Map;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.tile.LogEdge;

/**
 * All that a writer must know to continue; one compare-and-set commits it as a whole.
 *
 * @param epoch the number of writers that took over so far, so that each has its own
 * @param offsets the next record to read of every partition that was read before
 */
public record LogState(long epoch, LogEdge edge, Map<SourcePartition, Long> offsets) {
    /** The state of an empty log. */
    public static final LogState EMPTY = new LogState(0, LogEdge.EMPTY, Map.of());

    public LogState {
        offsets = Map.copyOf(offsets);
    }

    public long size() {
        return edge.size();
    }

    public Hash root() {
        return edge.root();
    }

    /** The state as the next writer takes it over. */
    public LogState takenOver() {
        return new LogState(epoch + 1, edge, offsets);
    }

    /** The state after more was read; partitions that are not named stay where they were. */
    public LogState advanced(LogEdge grown, Map<SourcePartition, Long> read) {
        Map<SourcePartition, Long> next = new HashMap<>(offsets);
        next.putAll(read);
        return new LogState(epoch, grown, next);
    }
}
