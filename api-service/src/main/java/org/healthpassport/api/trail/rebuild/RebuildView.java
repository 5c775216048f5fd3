package org.healthpassport.api.trail.rebuild;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The newest rebuild, for administrators. Without members but the state if there never was one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RebuildView(
        @Nullable String rebuildId,
        State state,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,

        @Schema(description = "records of Kafka that were read") @Nullable
        Long read,

        @Schema(description = "records that Kafka had at the start") @Nullable
        Long all,

        @Schema(description = "rows that were missing, damaged, or told less") @Nullable
        Long written,

        @Schema(description = "events that could not be read, or whose patients' keys cannot be unwrapped") @Nullable
        Long leftOut) {

    enum State {
        NEVER,
        RUNNING,
        DONE,
        FAILED,
        INTERRUPTED
    }

    static RebuildView of(Rebuild rebuild) {
        RebuildProgress progress = rebuild.progress();
        return new RebuildView(
                rebuild.id(),
                State.valueOf(rebuild.state().name()),
                rebuild.startedAt(),
                rebuild.finishedAt(),
                progress.read(),
                progress.all(),
                progress.written(),
                progress.leftOut());
    }

    static RebuildView never() {
        return new RebuildView(null, State.NEVER, null, null, null, null, null, null);
    }
}
