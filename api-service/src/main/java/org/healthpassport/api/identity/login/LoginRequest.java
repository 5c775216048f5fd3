package org.healthpassport.api.identity.login;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of a login as it was sent.
 *
 * @param totp a code of the authenticator app, or a recovery code; only for accounts with a second factor
 */
record LoginRequest(
        @Schema(example = "ada@example.org") @Nullable String email,
        @Schema(example = "correct horse battery") @Nullable String password,
        @Schema(example = "755224") @Nullable String totp) {

    @Override
    public String toString() {
        return "LoginRequest[...]";
    }
}
