package org.healthpassport.api.sharing;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.stereotype.Component;

/**
 * Creates and recognises the secrets of health links. With the database alone, nobody can find the link of an address
 * or try passcodes.
 */
@Component
public final class LinkSecrets {
    /** Characters of the longest passcode that is accepted. */
    public static final int LONGEST_PASSCODE = 128;

    private static final int BYTES = 32;

    private final SharedSecret<KeyedDigest> linkIndexKey;
    private final SharedSecret<KeyedDigest> passcodeKey;
    private final SecureRandom random = new SecureRandom();

    LinkSecrets(SharedSecret<KeyedDigest> linkIndexKey, SharedSecret<KeyedDigest> passcodeKey) {
        this.linkIndexKey = linkIndexKey;
        this.passcodeKey = passcodeKey;
    }

    /** 256 random bits in base64url: 43 characters. */
    public String newToken() {
        return base64Url(newKey());
    }

    /** 256 random bits. */
    public byte[] newKey() {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        return key;
    }

    /** The blind index of a token: equal for equal tokens, and useless without the key. */
    public String indexOf(String token) {
        return base64Url(linkIndexKey.get().of(AssociatedData.of(token)));
    }

    /** The digest of a passcode, valid for this QR code only. */
    public byte[] digest(String qrCodeId, String passcode) {
        return passcodeKey.get().of(digested(qrCodeId, passcode));
    }

    /**
     * True if the digest is that of the passcode. Takes the same time for every wrong passcode that is not too long.
     */
    public boolean matches(String qrCodeId, String passcode, byte[] digest) {
        // A character has at most two units. Normalising the longest text of a request would take seconds.
        return passcode.length() <= 2 * LONGEST_PASSCODE
                && passcodeKey.get().verify(digested(qrCodeId, passcode), digest);
    }

    /** Normalises the passcode, as keyboards encode the same character in different ways. */
    private static byte[] digested(String qrCodeId, String passcode) {
        return AssociatedData.of(qrCodeId, Normalizer.normalize(passcode, Normalizer.Form.NFKC));
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
