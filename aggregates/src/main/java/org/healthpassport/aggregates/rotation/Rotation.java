package org.healthpassport.aggregates.rotation;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest rotation of all keys of a kind.
 *
 * @param from the version of each key, by its name, that was used when it began
 * @param finishedAt null while it runs
 * @param trouble the reason why it does not get on, for administrators; null if it does
 */
public record Rotation(
        String id,
        State state,
        Instant startedAt,
        @Nullable Instant finishedAt,
        Map<String, Integer> from,
        RotationProgress progress,
        @Nullable String trouble) {
    /** Far longer than it takes once the new versions seal; else the published time until deleted keys are gone is wrong. */
    static final Duration RESEALED_WITHIN = Duration.ofDays(1);

    /** The states of a rotation. */
    public enum State {
        /** There was none yet; the first period runs since the start. */
        NEVER,
        /** A new version was made; a backup gets it, and each process learns it, before it is used. */
        SPREADING,
        /** Everything that older versions sealed is sealed again. */
        RESEALING,
        /** Documents that do not open may need the older versions, so these are kept. */
        HELD,
        /** The new versions are used; older ones of key-encryption keys are destroyed. */
        DONE
    }

    public Rotation {
        from = Map.copyOf(from);
    }

    static Rotation never(Instant now) {
        return new Rotation("", State.NEVER, now, null, Map.of(), RotationProgress.NONE, null);
    }

    static Rotation started(String id, Instant now, Map<String, Integer> from) {
        return new Rotation(id, State.SPREADING, now, null, from, RotationProgress.NONE, null);
    }

    /** True from the start until it is done. */
    public boolean isRunning() {
        return state != State.NEVER && state != State.DONE;
    }

    boolean isFollowedBy(Instant now, Duration period) {
        return !isRunning() && !period.isZero() && !now.isBefore(startedAt.plus(period));
    }

    Rotation at(State reached, RotationProgress made) {
        return new Rotation(id, reached, startedAt, finishedAt, from, made, null);
    }

    Rotation done(Instant now) {
        return new Rotation(id, State.DONE, startedAt, now, from, progress, null);
    }

    Rotation troubledBy(String why) {
        return new Rotation(id, state, startedAt, finishedAt, from, progress, why);
    }
}
