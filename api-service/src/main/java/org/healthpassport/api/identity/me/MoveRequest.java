package org.healthpassport.api.identity.me;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a doctor's move to another hospital. */
record MoveRequest(
        @Schema(example = "0198c7a2-0000-7000-8000-000000000001") @Nullable
        String hospitalId) {}
