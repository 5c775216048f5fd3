package org.healthpassport.api.document.moving;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest move of documents between stores.
 *
 * @param total documents that lay in former stores when it began
 * @param failed documents that could not be moved in the last pass
 * @param finishedAt null while it runs
 * @param targets labels of the stores that documents move to; an instance with other settings leaves it alone
 */
record Move(
        String id,
        State state,
        Instant startedAt,
        @Nullable Instant finishedAt,
        long total,
        long failed,
        List<String> targets) {

    enum State {
        /** One instance moves documents, also after a restart. */
        RUNNING,
        DONE,
        /** Some documents could not be moved; the log says why. They stay where they are, and readable. */
        INCOMPLETE
    }

    static Move started(String id, Instant now, long total, List<String> targets) {
        return new Move(id, State.RUNNING, now, null, total, 0, targets);
    }

    Move ended(Instant now, long failures) {
        return new Move(id, failures == 0 ? State.DONE : State.INCOMPLETE, startedAt, now, total, failures, targets);
    }
}
