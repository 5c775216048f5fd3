package org.healthpassport.embedded.store.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.healthpassport.embedded.Login;

/**
 * The knowledge of a server about its one user (RFC 5802, section 3): the salted password's keys, which verify a proof and from
 * which the password cannot be had. They are derived once, so a client's attempt costs this side three digests.
 */
final class ScramCredentials {
    /** The least that RFC 7677 and the driver allow; more would only slow down guesses at a password of 150 bits. */
    private static final int ITERATIONS = 4096;

    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;
    private static final String HMAC = "HmacSHA256";

    private final String user;
    private final String challenge;
    private final byte[] storedKey;
    private final byte[] serverKey;

    private ScramCredentials(String user, String challenge, byte[] storedKey, byte[] serverKey) {
        this.user = user;
        this.challenge = challenge;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /** The credentials with a salt of their own. */
    static ScramCredentials of(Login login) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return of(login.user(), login.password(), salt, ITERATIONS);
    }

    static ScramCredentials of(String user, String password, byte[] salt, int iterations) {
        try {
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BITS))
                    .getEncoded();
            return new ScramCredentials(
                    user,
                    "s=%s,i=%d".formatted(Base64.getEncoder().encodeToString(salt), iterations),
                    digest(hmac(salted, "Client Key")),
                    hmac(salted, "Server Key"));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** Salt and iterations as the server's first message names them. */
    String challenge() {
        return challenge;
    }

    /** True if the proof is that of this user's password; takes the same time whatever the proof is. */
    boolean proves(String claimedUser, String authMessage, byte[] proof) {
        byte[] clientKey = hmac(storedKey, authMessage);
        boolean wholeKey = proof.length == clientKey.length;
        for (int i = 0; wholeKey && i < clientKey.length; i++) {
            clientKey[i] ^= proof[i];
        }
        return MessageDigest.isEqual(digest(clientKey), storedKey) & wholeKey & user.equals(claimedUser);
    }

    /** The proof of this side that it knows the password, too. */
    byte[] serverSignature(String authMessage) {
        return hmac(serverKey, authMessage);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("Expected this JVM to have SHA-256, HMAC and PBKDF2, but it has not", e);
    }
}
