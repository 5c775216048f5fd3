package org.healthpassport.api.identity.password;

import java.security.SecureRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Generates secrets that people copy rather than remember; draws random numbers, so must not run on an event loop. */
public final class ReadableSecret {
    /** Crockford's base 32: no two characters look alike. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private ReadableSecret() {}

    /** A password such as {@code k3v9m-0x7qd-...}: six groups of five characters of five bits, 150 bits. */
    public static String password() {
        return groups(6, 5);
    }

    /** A recovery code such as {@code k3v9-m0x7-qdr2-8twz}: 80 bits. */
    public static String recoveryCode() {
        return groups(4, 4);
    }

    private static String groups(int count, int length) {
        SecureRandom random = new SecureRandom();
        return IntStream.range(0, count)
                .mapToObj(group -> random.ints(length, 0, ALPHABET.length())
                        .mapToObj(index -> String.valueOf(ALPHABET.charAt(index)))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("-"));
    }
}
