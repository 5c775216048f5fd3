package org.healthpassport.api.identity.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The second factor of an account: an authenticator app, and recovery codes in case the app is lost.
 *
 * @param secret shared with the app: 160 bits (RFC 4226, section 4, R6) in Base32
 * @param confirmed false until the owner has shown a code of the app; only then it is asked for
 * @param lastStep the time step of the last code that was accepted; no code of that or an earlier step is accepted again
 *     (RFC 6238, 5.2)
 * @param recoveryCodes digests of the recovery codes that were not used yet
 * @param confirmedAt null until then
 */
public record SecondFactor(
        String secret,
        boolean confirmed,
        long lastStep,
        List<String> recoveryCodes,
        @Nullable Instant confirmedAt) {
    public SecondFactor {
        recoveryCodes = List.copyOf(recoveryCodes);
    }

    /** A factor whose owner has not shown a code yet. */
    public static SecondFactor unconfirmed(String secret) {
        return new SecondFactor(secret, false, 0, List.of(), null);
    }

    /** The same, confirmed by a code of that step. */
    public SecondFactor confirmed(long step, List<String> newRecoveryCodes, Instant now) {
        return new SecondFactor(secret, true, step, newRecoveryCodes, now);
    }

    /** The same after a code of that step was accepted. */
    public SecondFactor used(long step) {
        return new SecondFactor(secret, confirmed, step, recoveryCodes, confirmedAt);
    }

    /** The same after that recovery code was accepted. */
    public SecondFactor withoutRecoveryCode(String digest) {
        return new SecondFactor(
                secret,
                confirmed,
                lastStep,
                recoveryCodes.stream().filter(other -> !other.equals(digest)).toList(),
                confirmedAt);
    }

    /** True if there is a factor and its owner has confirmed it. */
    static boolean isAskedFor(@Nullable SecondFactor factor) {
        return factor != null && factor.confirmed;
    }

    /** True if it was confirmed before a time. */
    boolean wasThereAt(Instant time) {
        return confirmedAt != null && confirmedAt.isBefore(time);
    }

    @Override
    public String toString() {
        return "SecondFactor[confirmed=" + confirmed + ']';
    }
}
