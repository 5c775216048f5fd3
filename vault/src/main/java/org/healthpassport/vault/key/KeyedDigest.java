package org.healthpassport.vault.key;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 (RFC 2104): blind indexes for look-ups by equality, and signatures of links. Computing and comparing need
 * the key. Safe for use by many threads.
 */
public final class KeyedDigest {
    /** Bytes of a key. */
    public static final int KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * Digests under the key given.
     *
     * @throws IllegalArgumentException when the key has not {@value #KEY_BYTES} bytes
     */
    public KeyedDigest(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "Expected a key of %d bytes, but it has %d.".formatted(KEY_BYTES, key.length));
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    public static byte[] generateKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /** The digest of the data, 32 bytes. */
    public byte[] of(byte[] data) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected this Java runtime to compute HMAC-SHA256, but it cannot.", e);
        }
    }

    /** The digest of the data as text: Base64 for URLs, without padding. */
    public String textOf(byte[] data) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(of(data));
    }

    /**
     * A blind index: equal for equal names, and useless without the key. Each part has its length before it, so no two names
     * meet.
     *
     * @param parts the first of them usually says what the index is for
     */
    public String index(String... parts) {
        return textOf(AssociatedData.of(parts));
    }

    /** True if the digest is that of the data; compares in constant time. */
    public boolean verify(byte[] data, byte[] digest) {
        return MessageDigest.isEqual(of(data), digest);
    }
}
