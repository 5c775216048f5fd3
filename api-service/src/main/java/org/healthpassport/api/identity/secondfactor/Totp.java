package org.healthpassport.api.identity.secondfactor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.healthpassport.api.identity.account.SecondFactor;

/**
 * Codes of six digits that change every 30 seconds (RFC 6238 with HMAC-SHA-1, as most authenticator apps know nothing
 * else). Codes of the step before and after count as well, because clocks differ.
 */
final class Totp {
    private static final TimeBasedOneTimePasswordGenerator GENERATOR = new TimeBasedOneTimePasswordGenerator();
    private static final long STEP_SECONDS = GENERATOR.getTimeStep().toSeconds();
    /** RFC 6238, 5.2, recommends at most one step for the delay of the network. */
    private static final int STEPS_ASIDE = 1;

    private static final int SECRET_BYTES = 20;
    private static final String ISSUER = "Health Passport";

    private Totp() {}

    /** A new secret in Base32; draws random numbers, so must not run on an event loop. */
    static String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new Base32().encodeToString(secret);
    }

    /**
     * The text of the QR code that an authenticator app scans.
     *
     * @param account shown in the app, such as the email address
     */
    static String uri(String secret, String account) {
        return "otpauth://totp/%s:%s?secret=%s&issuer=%s"
                .formatted(encoded(ISSUER), encoded(account), secret, encoded(ISSUER));
    }

    /** The step of a code that is right at that time and later than the last one that was accepted. */
    static OptionalLong newStep(SecondFactor factor, String code, Instant now) {
        SecretKeySpec key = new SecretKeySpec(new Base32().decode(factor.secret()), GENERATOR.getAlgorithm());
        long current = now.getEpochSecond() / STEP_SECONDS;
        OptionalLong found = OptionalLong.empty();
        for (long step = current - STEPS_ASIDE; step <= current + STEPS_ASIDE; step++) {
            if (isCode(key, step, code) && step > factor.lastStep()) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    private static boolean isCode(SecretKeySpec key, long step, String code) {
        try {
            String right = GENERATOR.generateOneTimePasswordString(
                    key, Instant.ofEpochSecond(step * STEP_SECONDS), Locale.ROOT);
            return MessageDigest.isEqual(right.getBytes(US_ASCII), code.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("Expected the secret to be a key for HMAC-SHA-1, but it is not", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
