package org.healthpassport.api.document.moving;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest move, and where documents lie now. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MoveView(
        @Nullable String moveId,
        State state,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,

        @Schema(description = "documents that lay in former stores at the start") @Nullable
        Long total,

        @Schema(description = "documents that could not be moved; the log says why") @Nullable
        Long failed,

        List<StorePlace> stores) {

    enum State {
        NEVER,
        RUNNING,
        DONE,
        INCOMPLETE
    }

    static MoveView of(Move move, List<StorePlace> stores) {
        return new MoveView(
                move.id(),
                State.valueOf(move.state().name()),
                move.startedAt(),
                move.finishedAt(),
                move.total(),
                move.failed(),
                stores);
    }

    static MoveView never(List<StorePlace> stores) {
        return new MoveView(null, State.NEVER, null, null, null, null, stores);
    }
}
