package org.healthpassport.api.identity.login;

import org.jspecify.annotations.Nullable;

/** The body of a login as it was sent. */
record LoginRequest(@Nullable String email, @Nullable String password) {

    @Override
    public String toString() {
        return "LoginRequest[...]";
    }
}
