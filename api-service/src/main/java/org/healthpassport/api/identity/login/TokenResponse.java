package org.healthpassport.api.identity.login;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.api.identity.token.AccessToken;

/** The response to a login or a refresh, with the names of RFC 6749, 5.1. */
record TokenResponse(
        @JsonProperty("access_token") @Schema(description = "Goes into the Authorization header of each request.")
        String accessToken,

        @JsonProperty("token_type") @Schema(example = "Bearer")
        String tokenType,

        @JsonProperty("expires_in") @Schema(description = "Seconds.", example = "600")
        long expiresInSeconds,

        @JsonProperty("refresh_token") @Schema(description = "To be used once, for the next pair of tokens.")
        String refreshToken) {

    static TokenResponse of(AccessToken token, String refreshToken) {
        return new TokenResponse(token.value(), "Bearer", token.validity().toSeconds(), refreshToken);
    }

    @Override
    public String toString() {
        return "TokenResponse[...]";
    }
}
