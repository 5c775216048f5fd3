package org.healthpassport.api.identity.token;

import java.time.Duration;

/** A signed access token and its lifetime. */
public record AccessToken(String value, Duration validity) {

    @Override
    public String toString() {
        return "AccessToken[...]";
    }
}
