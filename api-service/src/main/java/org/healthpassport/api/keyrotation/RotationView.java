package org.healthpassport.api.keyrotation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.healthpassport.aggregates.rotation.Rotation;
import org.healthpassport.aggregates.rotation.Rotation.State;
import org.healthpassport.aggregates.rotation.RotationProgress;
import org.jspecify.annotations.Nullable;

/** The newest rotation of keys, for administrators. Nothing but the state if there never was one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RotationView(
        @Nullable String rotationId,

        @Schema(
                description =
                        "SPREADING: new versions wait for a backup, and all processes learn them. RESEALING: key documents are wrapped again. HELD:"
                                + " unreadable documents may need the old versions; the log names them. DONE: the old versions of"
                                + " key-encryption keys are destroyed, and those of keys of events are not used any more.")
        State state,

        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,

        @Schema(description = "documents that may have something wrapped by an old version") @Nullable
        Long documents,

        @Schema(description = "documents that the present pass has looked at") @Nullable
        Long lookedAt,

        @Schema(description = "documents that were wrapped again") @Nullable
        Long rewrapped,

        @Schema(description = "documents that an old version wrapped and that do not open") @Nullable
        Long unreadable,

        @Schema(description = "why the rotation does not get on") @Nullable
        String trouble) {

    static RotationView of(Rotation rotation) {
        if (rotation.state() == State.NEVER) {
            return never();
        }
        RotationProgress progress = rotation.progress();
        return new RotationView(
                rotation.id(),
                rotation.state(),
                rotation.startedAt(),
                rotation.finishedAt(),
                progress.documents(),
                progress.lookedAt(),
                progress.resealed(),
                progress.unreadable(),
                rotation.trouble());
    }

    /** Of keys that seal nothing, so that there are no documents to look at. */
    static RotationView ofEventKeys(Rotation rotation) {
        return rotation.state() == State.NEVER
                ? never()
                : new RotationView(
                        rotation.id(),
                        rotation.state(),
                        rotation.startedAt(),
                        rotation.finishedAt(),
                        null,
                        null,
                        null,
                        null,
                        rotation.trouble());
    }

    static RotationView never() {
        return new RotationView(null, State.NEVER, null, null, null, null, null, null, null);
    }
}
