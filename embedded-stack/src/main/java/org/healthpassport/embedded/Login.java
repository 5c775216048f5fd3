package org.healthpassport.embedded;

import java.util.regex.Pattern;

/**
 * The one user of an embedded engine, and their password. Both are made of letters, digits and hyphens, so that they
 * mean the same in a connection string, in Kafka's login configuration and in a SASL message.
 */
public record Login(String user, String password) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9-]{1,128}");

    public Login {
        if (!isPlain(user) || !isPlain(password)) {
            throw new IllegalArgumentException(
                    "Expected user and password of 1 to 128 letters, digits and hyphens, but they are not");
        }
    }

    /** True if the text can be a user or a password. */
    public static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches();
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "Login[user=" + user + "]";
    }
}
