package org.healthpassport.api.trail.rebuild;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest rebuild.
 *
 * @param aliveAt the last sign of whoever runs it
 * @param finishedAt null until it has ended
 */
record Rebuild(
        String id,
        State state,
        Instant startedAt,
        Instant aliveAt,
        @Nullable Instant finishedAt,
        RebuildProgress progress) {
    /** Far longer than a part takes. */
    static final Duration SILENT_AT_MOST = Duration.ofMinutes(1);

    enum State {
        RUNNING,
        DONE,
        /** It failed; the log says why. */
        FAILED,
        /** The process that ran it ended. */
        INTERRUPTED
    }

    static Rebuild started(String id, Instant now) {
        return new Rebuild(id, State.RUNNING, now, now, null, RebuildProgress.NONE);
    }

    Rebuild at(RebuildProgress reached, Instant now) {
        return new Rebuild(id, state, startedAt, now, finishedAt, reached);
    }

    Rebuild ended(State how, Instant now) {
        return new Rebuild(id, how, startedAt, now, now, progress);
    }

    /** The same, as somebody sees it now who does not hear from whoever runs it. */
    Rebuild seenAt(Instant now) {
        return state == State.RUNNING && aliveAt.plus(SILENT_AT_MOST).isBefore(now)
                ? new Rebuild(id, State.INTERRUPTED, startedAt, aliveAt, null, progress)
                : this;
    }
}
