package org.healthpassport.api.sharing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A link as its patient created it; it never changes. It is a SMART Health Link, or the address by which clinicians learn
 * who the patient is: that one has no files, and so no key, passcode or number of uses.
 *
 * @param token 256 random bits in base64url, in its address
 * @param tokenIndex the blind index of the token
 * @param key 32 random bytes that encrypt all its files; empty if it has none
 * @param label shown to recipients before they open it, at most 80 characters
 * @param passcodeDigest digest of its passcode; null if it needs none
 * @param maxUses number of times that it can be opened; null for no limit
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HealthLink(
        String token,
        String tokenIndex,
        byte[] key,
        @Nullable String label,
        Instant expiresAt,
        byte @Nullable [] passcodeDigest,
        @Nullable Integer maxUses) {

    /** The address by which clinicians learn who the patient is. */
    public static HealthLink toPatient(String token, String tokenIndex, @Nullable String label, Instant expiresAt) {
        return new HealthLink(token, tokenIndex, new byte[0], label, expiresAt, null, null);
    }

    public boolean asksForPasscode() {
        return passcodeDigest != null;
    }

    /** Leaves out the secrets, as records end up in logs. */
    @Override
    public String toString() {
        return "HealthLink[until " + expiresAt + ']';
    }
}
