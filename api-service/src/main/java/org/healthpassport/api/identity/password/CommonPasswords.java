package org.healthpassport.api.identity.password;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The 30,000 most common passwords, by the frequency list of zxcvbn. All are in lower case. The first use reads them from
 * the class path, so must not run on an event loop.
 */
final class CommonPasswords {
    private static final Set<String> ALL = read();

    private CommonPasswords() {}

    /** Reads the list, if it was not read yet. */
    static int count() {
        return ALL.size();
    }

    /** Tells whether a password in lower case is on the list, or consists of one on it that is repeated. */
    static boolean contains(String password) {
        int length = password.length();
        return IntStream.rangeClosed(1, length)
                .filter(part -> length % part == 0)
                .mapToObj(part -> password.substring(0, part))
                .filter(ALL::contains)
                .anyMatch(part -> part.repeat(length / part.length()).equals(password));
    }

    private static Set<String> read() {
        try {
            return Set.copyOf(StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies());
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to read the list of common passwords, but it failed", e);
        }
    }
}
