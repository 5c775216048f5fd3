package org.healthpassport.api.sharing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A SMART Health Link as its patient made it; nothing of it ever changes.
 *
 * @param token 256 random bits in base64url, in the address of its manifest
 * @param tokenIndex the blind index of the token
 * @param key 32 random bytes that encrypt all that it gives
 * @param label what its recipients read first, at most 80 characters
 * @param passcodeDigest of the passcode that it asks for, null where it asks for none
 * @param maxUses how many times it can be opened, null where that is not limited
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

    /** Without its secrets, as records end up in logs. */
    @Override
    public String toString() {
        return "HealthLink[until " + expiresAt + ']';
    }
}
