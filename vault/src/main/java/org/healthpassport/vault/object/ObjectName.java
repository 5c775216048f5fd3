package org.healthpassport.vault.object;

import java.util.regex.Pattern;

/** The names that every store can keep. */
public final class ObjectName {
    public static final int MAX_LENGTH = 200;
    private static final Pattern VALID = Pattern.compile("[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*");

    private ObjectName() {}

    /** True if every store can keep an object of that name. A store that others use too may have objects of other names. */
    public static boolean isValid(String name) {
        return name.length() <= MAX_LENGTH && VALID.matcher(name).matches();
    }

    /** @throws IllegalArgumentException when no store could keep an object of that name */
    public static String requireValid(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException(
                    "Expected an object name: at most %d of a-z, 0-9, '-', '_' and '.', in segments joined by '/', none of which begins with '.'."
                            .formatted(MAX_LENGTH));
        }
        return name;
    }

    /** @throws IllegalArgumentException when no name could begin so, or when it ends within a segment */
    public static String requireValidPrefix(String prefix) {
        if (!prefix.isEmpty()) {
            if (!prefix.endsWith("/")) {
                throw new IllegalArgumentException(
                        "Expected a prefix of whole segments, but it does not end with '/'.");
            }
            requireValid(prefix.substring(0, prefix.length() - 1));
        }
        return prefix;
    }
}
