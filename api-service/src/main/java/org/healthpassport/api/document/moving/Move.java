package org.healthpassport.api.document.moving;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest move of documents between stores.
 *
 * @param total documents that lay in former stores when it began
 * @param failed documents that could not be moved in the last pass
 * @param finishedAt null while it runs
 */
record Move(
        String id, State state, Instant startedAt, @Nullable Instant finishedAt, long total, long failed) {

    enum State {
        /** Whichever instance holds the lease moves documents, also after a restart. */
        RUNNING,
        DONE,
        /** Some documents could not be moved; the log says why. They stay where they are, and readable. */
        INCOMPLETE
    }

    static Move started(String id, Instant now, long total) {
        return new Move(id, State.RUNNING, now, null, total, 0);
    }

    Move ended(Instant now, long failures) {
        return new Move(id, failures == 0 ? State.DONE : State.INCOMPLETE, startedAt, now, total, failures);
    }
}
