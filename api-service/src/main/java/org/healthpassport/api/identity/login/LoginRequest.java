package org.healthpassport.api.identity.login;

import org.jspecify.annotations.Nullable;

/**
 * The body of a login as it was sent.
 *
 * @param totp a code of the authenticator app, or a recovery code; only for accounts with a second factor
 */
record LoginRequest(
        @Nullable String email,
        @Nullable String password,
        @Nullable String totp) {

    @Override
    public String toString() {
        return "LoginRequest[...]";
    }
}
