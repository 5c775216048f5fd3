package org.healthpassport.api.sharing;

import java.security.SecureRandom;
import java.util.Base64;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.stereotype.Component;

/** Creates and recognises the secrets of health links. With the database alone, nobody can find the link of an address. */
@Component
public final class LinkSecrets {
    private static final int BYTES = 32;

    private final SharedSecret<KeyedDigest> linkIndexKey;
    private final SecureRandom random = new SecureRandom();

    LinkSecrets(SharedSecret<KeyedDigest> linkIndexKey) {
        this.linkIndexKey = linkIndexKey;
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
        return linkIndexKey.get().index(token);
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
