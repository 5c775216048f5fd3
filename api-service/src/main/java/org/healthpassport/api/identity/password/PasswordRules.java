package org.healthpassport.api.identity.password;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * The rules for passwords (NIST SP 800-63B, 3.1.1.2): length counts, composition does not, and common ones are refused.
 */
public final class PasswordRules {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 128;
    private static final int FEWEST_DIFFERENT = 5;

    /** The rule for the length, in one sentence. */
    public static final String LENGTH = "must have " + SHORTEST + " to " + LONGEST + " characters";

    /** The rule for what is guessed first, in one sentence. */
    public static final String UNCOMMON = "must not be one of the most common passwords";

    private PasswordRules() {}

    /** The one form of a text, for all ways to type it; this form is counted and hashed. */
    public static String normalise(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    /** Tells whether a text has whole characters only, so that it can be encoded and hashed. */
    static boolean isText(String password) {
        return password.codePoints().noneMatch(character -> Character.getType(character) == Character.SURROGATE);
    }

    /** Tells whether a password obeys {@link #LENGTH}. */
    public static boolean hasGoodLength(String password) {
        return objectionToLength(password).isEmpty();
    }

    /** Tells whether a password of good length obeys {@link #UNCOMMON}, in whatever case it is typed. */
    public static boolean isUncommon(String password) {
        return !CommonPasswords.contains(folded(normalise(password)));
    }

    /** The first rule that a password breaks; empty for a good one. */
    public static Optional<String> objection(String password, Optional<String> email) {
        if (!isText(password)) {
            return Optional.of("must have whole characters only");
        }
        return objectionToLength(password).or(() -> objectionToContent(normalise(password), email));
    }

    private static Optional<String> objectionToLength(String password) {
        // A text that is far too long is refused unread: normalising can make 18 characters of one.
        if (password.length() > 2 * LONGEST) {
            return Optional.of(tooLong());
        }
        long length = normalise(password).codePoints().count();
        if (length < SHORTEST) {
            return Optional.of("must have at least %d characters".formatted(SHORTEST));
        }
        return length > LONGEST ? Optional.of(tooLong()) : Optional.empty();
    }

    private static Optional<String> objectionToContent(String normalised, Optional<String> email) {
        if (normalised.codePoints().distinct().count() < FEWEST_DIFFERENT) {
            return Optional.of("must have at least %d different characters".formatted(FEWEST_DIFFERENT));
        }
        if (isStaircase(normalised)) {
            return Optional.of("must not be a sequence of neighbouring characters");
        }
        String folded = folded(normalised);
        if (CommonPasswords.contains(folded)) {
            return Optional.of(UNCOMMON);
        }
        return email.filter(folded::equals).map(same -> "must not be the email address");
    }

    private static String folded(String normalised) {
        return normalised.toLowerCase(Locale.ROOT).strip();
    }

    private static String tooLong() {
        return "must have at most %d characters".formatted(LONGEST);
    }

    /** True for 1234567890 or zyxwvutsrqp: each character is a neighbour of the one before. */
    private static boolean isStaircase(String password) {
        int[] characters = password.codePoints().toArray();
        for (int i = 1; i < characters.length; i++) {
            int step = Math.abs(characters[i] - characters[i - 1]);
            if (step > 1 && step != 9) {
                return false;
            }
        }
        return true;
    }
}
