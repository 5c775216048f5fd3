package org.healthpassport.api.identity.secondfactor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.api.identity.account.SecondFactor;

/**
 * Codes that stand in for an authenticator app, each once. They have 80 random bits, so that a plain SHA-256 of them
 * tells nobody the code.
 */
final class RecoveryCodes {
    private static final int COUNT = 10;
    private static final int GROUPS = 4;
    private static final int GROUP = 4;
    /** Crockford's base 32: no two characters look alike. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private RecoveryCodes() {}

    /** Ten new codes such as {@code k3v9-m0x7-qdr2-8twz}; draws random numbers, so must not run on an event loop. */
    static List<String> generate() {
        SecureRandom random = new SecureRandom();
        return Stream.generate(() -> code(random)).limit(COUNT).toList();
    }

    private static String code(SecureRandom random) {
        return IntStream.range(0, GROUPS)
                .mapToObj(group -> random.ints(GROUP, 0, ALPHABET.length())
                        .mapToObj(index -> String.valueOf(ALPHABET.charAt(index)))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("-"));
    }

    /** The digest by which a code is stored, the same for all ways to type it. */
    static String digest(String code) {
        String typed = code.replaceAll("[-\\s]", "").toLowerCase(Locale.ROOT);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(typed.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected every Java runtime to have SHA-256, but this one has not", e);
        }
    }

    /** The stored digest of a code that was not used yet. */
    static Optional<String> unused(SecondFactor factor, String code) {
        byte[] digest = digest(code).getBytes(UTF_8);
        return factor.recoveryCodes().stream()
                .filter(stored -> MessageDigest.isEqual(stored.getBytes(UTF_8), digest))
                .findFirst();
    }
}
