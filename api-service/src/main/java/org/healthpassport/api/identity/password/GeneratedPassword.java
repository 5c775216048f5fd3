package org.healthpassport.api.identity.password;

import java.security.SecureRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Generates passwords that are copied rather than remembered. */
public final class GeneratedPassword {
    /** Crockford's base 32: no two characters look alike. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    /** Six groups of five characters of five bits: 150 bits. */
    private static final int GROUPS = 6;

    private static final int GROUP = 5;

    private GeneratedPassword() {}

    /** A password such as {@code k3v9m-0x7qd-...}; draws random numbers, so must not run on an event loop. */
    public static String next() {
        SecureRandom random = new SecureRandom();
        return IntStream.range(0, GROUPS)
                .mapToObj(group -> random.ints(GROUP, 0, ALPHABET.length())
                        .mapToObj(index -> String.valueOf(ALPHABET.charAt(index)))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("-"));
    }
}
