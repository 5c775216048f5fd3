package org.healthpassport.api.identity.login;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a refresh as it was sent. */
record RefreshRequest(
        @JsonProperty("refresh_token")
        @Schema(
                description = "The refresh_token of the last login or refresh of the session.",
                example = "hpr1_AZksAAAAcACAAAAAAAAAAQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String refreshToken) {

    @Override
    public String toString() {
        return "RefreshRequest[...]";
    }
}
