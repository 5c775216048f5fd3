package org.healthpassport.fhir.pattern;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression of the definitions, matched in linear time. With a text made for that, the official expressions
 * for {@code base64Binary} or {@code code} would keep {@link java.util.regex.Pattern} busy for years, or overflow its
 * stack.
 */
public final class LinearPattern {
    private final Pattern pattern;

    private LinearPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException for an expression that cannot be matched in linear time, or is malformed */
    public static LinearPattern compile(String regex) {
        try {
            return new LinearPattern(Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "Expected a simpler expression than %s in %s".formatted(e.getPattern(), regex), e);
        }
    }

    /** True if the whole text matches. */
    public boolean matches(String text) {
        // A vertical tab is white space for Java and HL7's validator, but not for RE2; a form feed is for all of them.
        return pattern.matches(text.replace('\u000b', '\f'));
    }

    /** Replaces every part of a text that matches. */
    public String replaceAll(String text, String replacement) {
        return pattern.matcher(text).replaceAll(replacement);
    }
}
