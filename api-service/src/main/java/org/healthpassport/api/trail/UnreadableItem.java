package org.healthpassport.api.trail;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.api.trail.row.ListedLook;
import org.jspecify.annotations.Nullable;

/**
 * An entry that was changed in the store, so that nobody can tell any more what it said. The audit log still can.
 *
 * @param time as the store has it now; null if it has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UnreadableItem(@Nullable Instant time, Unreadable.View unreadable) implements TrailEntry {

    static UnreadableItem of(ListedLook listed, Unreadable found) {
        Instant time = listed.position().time();
        return new UnreadableItem(time.equals(Instant.EPOCH) ? null : time, found.view());
    }
}
