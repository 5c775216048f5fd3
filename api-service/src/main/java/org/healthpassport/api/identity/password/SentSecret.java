package org.healthpassport.api.identity.password;

import org.healthpassport.aggregates.refusal.InvalidInput;
import org.jspecify.annotations.Nullable;

/** Bounds passwords and codes of requests, so that nobody has a text of any length hashed or compared. */
public final class SentSecret {
    /** No stored password is longer, and hashing a longer one would take more time. */
    private static final int LONGEST_PASSWORD = 256;
    /** Longer than a recovery code, however it is typed. */
    private static final int LONGEST_CODE = 64;

    private SentSecret() {}

    /**
     * A password that is compared with the stored one.
     *
     * @param pointer JSON pointer to it (RFC 6901), for the refusal
     * @throws org.healthpassport.aggregates.refusal.Refused with {@link InvalidInput} if it is missing, empty or too long
     */
    public static String password(String pointer, @Nullable String text) {
        return required(pointer, text, LONGEST_PASSWORD);
    }

    /** The same for a code of a second factor. */
    public static String code(String pointer, @Nullable String text) {
        return required(pointer, text, LONGEST_CODE);
    }

    /** The same for a code that only accounts with a second factor send; null if there is none. */
    public static @Nullable String codeIfSent(String pointer, @Nullable String text) {
        if (text != null && text.length() > LONGEST_CODE) {
            throw InvalidInput.at(pointer, "must have at most %d characters".formatted(LONGEST_CODE))
                    .asException();
        }
        return text;
    }

    private static String required(String pointer, @Nullable String text, int longest) {
        if (text == null || text.isEmpty() || text.length() > longest) {
            throw InvalidInput.at(pointer, "must have 1 to %d characters".formatted(longest))
                    .asException();
        }
        return text;
    }
}
