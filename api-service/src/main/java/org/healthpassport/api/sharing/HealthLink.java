package org.healthpassport.api.sharing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A SMART Health Link as its patient created it; it never changes.
 *
 * @param token 256 random bits in base64url, in the address of its manifest
 * @param tokenIndex the blind index of the token
 * @param key 32 random bytes that encrypt all its files
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

    public boolean asksForPasscode() {
        return passcodeDigest != null;
    }

    /** Leaves out the secrets, as records end up in logs. */
    @Override
    public String toString() {
        return "HealthLink[until " + expiresAt + ']';
    }
}
