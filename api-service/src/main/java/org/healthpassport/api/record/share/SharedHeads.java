package org.healthpassport.api.record.share;

import java.util.List;
import org.healthpassport.aggregates.unreadable.ReadResult;

/**
 * The records of a patient that are not deleted, as they are known without their content.
 *
 * @param heads newest first
 * @param broken records that cannot be read; some may have been deleted
 * @param complete false if there may be further ones
 */
public record SharedHeads(List<SharedHead> heads, List<ReadResult<?>> broken, boolean complete) {
    public SharedHeads {
        heads = List.copyOf(heads);
        broken = List.copyOf(broken);
    }
}
