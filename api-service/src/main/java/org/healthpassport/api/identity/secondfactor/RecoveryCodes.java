package org.healthpassport.api.identity.secondfactor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthpassport.api.identity.account.SecondFactor;
import org.healthpassport.api.identity.password.ReadableSecret;
import org.healthpassport.vault.digest.Sha256;

/**
 * Codes that stand in for an authenticator app, each once. They have 80 random bits, so that a plain SHA-256 of them
 * tells nobody the code.
 */
final class RecoveryCodes {
    private static final int COUNT = 10;
    private static final Pattern BETWEEN_GROUPS = Pattern.compile("[-\\s]");

    private RecoveryCodes() {}

    /** Ten new codes; draws random numbers, so must not run on an event loop. */
    static List<String> generate() {
        return Stream.generate(ReadableSecret::recoveryCode).limit(COUNT).toList();
    }

    /** The digest by which a code is stored, the same for all ways to type it. */
    static String digest(String code) {
        String typed = BETWEEN_GROUPS.matcher(code).replaceAll("").toLowerCase(Locale.ROOT);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(typed.getBytes(UTF_8)));
    }

    /** The stored digest of a code that was not used yet. */
    static Optional<String> unused(SecondFactor factor, String code) {
        byte[] digest = digest(code).getBytes(UTF_8);
        return factor.recoveryCodes().stream()
                .filter(stored -> MessageDigest.isEqual(stored.getBytes(UTF_8), digest))
                .findFirst();
    }
}
