package org.healthpassport.api.identity.account;

import java.time.Duration;
import java.time.Instant;
import org.healthpassport.api.access.Role;

/**
 * A session of an account: it begins with a login and lasts as long as its refresh tokens are used, one after the other.
 *
 * @param id UUID, which its access tokens name
 * @param startedAt time of the login
 * @param lastUsedAt time of the last refresh, or of the login
 * @param expiresAt the time at which it is over, however much it is used
 * @param generation number of the refresh token that counts; the first is 1
 */
public record Session(String id, Instant startedAt, Instant lastUsedAt, Instant expiresAt, int generation) {
    private static final Duration OF_PATIENTS = Duration.ofDays(30);
    /** One working day: these accounts see the data of others. */
    private static final Duration OF_OTHERS = Duration.ofHours(12);

    /** A front-end that asks for the password gives its user time to type a new email. */
    private static final Duration RECENT = Duration.ofMinutes(15);

    private static final Duration UNUSED_AT_MOST = Duration.ofDays(7);
    /** The time for which an answer may have been lost, so that the client asks again. */
    private static final Duration REPEATED_WITHIN = Duration.ofSeconds(10);

    /** A session that begins now. */
    public static Session started(String id, Role role, Instant now) {
        return new Session(id, now, now, now.plus(role == Role.PATIENT ? OF_PATIENTS : OF_OTHERS), 1);
    }

    /** The same session with its next refresh token. */
    public Session refreshed(Instant now) {
        return new Session(id, startedAt, now, expiresAt, generation + 1);
    }

    /** True if it ended by time: it is too old, or was not used for too long. */
    public boolean isOver(Instant now) {
        return !now.isBefore(expiresAt) || !now.isBefore(lastUsedAt.plus(UNUSED_AT_MOST));
    }

    /** True if it began with a login a short time ago. */
    boolean isRecent(Instant now) {
        return now.isBefore(startedAt.plus(RECENT));
    }

    /** True if the use of that refresh token only repeats the newest refresh, whose answer may have been lost. */
    public boolean isRepeatedBy(int usedGeneration, Instant now) {
        return usedGeneration == generation - 1 && now.isBefore(lastUsedAt.plus(REPEATED_WITHIN));
    }
}
