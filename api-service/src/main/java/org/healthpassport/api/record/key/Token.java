package org.healthpassport.api.record.key;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token of FHIR's search (R4, search.html#token): {@code code}, {@code system|code}, {@code |code} for one
 * without a system, {@code system|} for any code of it. An identifier is a coding with its value as the code.
 *
 * @param system empty for none; null if any will do
 * @param code null if any will do
 */
public record Token(@Nullable String system, @Nullable String code) {
    private static final char ESCAPE = '\\';
    private static final char SEPARATOR = '|';
    private static final String SPECIAL = "\\|,$";

    /** Reads a token without escapes. */
    public static Token of(String text) {
        return of(text, text.indexOf(SEPARATOR), false);
    }

    /**
     * Reads a token with FHIR's escapes (R4, search.html#escaping).
     *
     * @return empty if it is a list of several, or if it has another escape
     */
    public static Optional<Token> escaped(String text) {
        int separator = -1;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == ESCAPE) {
                i++;
                if (i == text.length() || SPECIAL.indexOf(text.charAt(i)) < 0) {
                    return Optional.empty();
                }
            } else if (character == ',') {
                return Optional.empty();
            } else if (character == SEPARATOR && separator < 0) {
                separator = i;
            }
        }
        return Optional.of(of(text, separator, true));
    }

    private static Token of(String text, int separator, boolean escaped) {
        String code = text.substring(separator + 1);
        return new Token(
                separator < 0 ? null : literal(text.substring(0, separator), escaped),
                separator > 0 && code.isEmpty() ? null : literal(code, escaped));
    }

    private static String literal(String text, boolean escaped) {
        return escaped ? text.replaceAll("\\\\(.)", "$1") : text;
    }

    /** The same as text with escapes, so that no other token has it. */
    public String text() {
        String before = system == null ? "" : escape(system) + SEPARATOR;
        return before + (code == null ? "" : escape(code));
    }

    private static String escape(String literal) {
        return literal.replaceAll("[\\\\|,$]", "\\\\$0");
    }

    /** Leaves out what it asks for, as records end up in logs. */
    @Override
    public String toString() {
        return "Token[...]";
    }
}
