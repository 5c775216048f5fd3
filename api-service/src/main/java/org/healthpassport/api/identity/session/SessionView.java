package org.healthpassport.api.identity.session;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.healthpassport.api.identity.account.Session;

/**
 * A session as its account sees it.
 *
 * @param current true for the session of the request
 */
record SessionView(
        @Schema(example = "0199f1a4-0c58-7d41-9be2-7f06c5d83a14")
        String id,

        @Schema(description = "Time of the login.") Instant startedAt,

        @Schema(description = "Time of the last refresh, or of the login.")
        Instant lastUsedAt,

        @Schema(description = "The session ends then at the latest, and after seven days without a refresh.")
        Instant expiresAt,

        @Schema(description = "True for the session of this request.")
        boolean current) {

    static SessionView of(Session session, String currentId) {
        return new SessionView(
                session.id(),
                session.startedAt(),
                session.lastUsedAt(),
                session.expiresAt(),
                session.id().equals(currentId));
    }
}
