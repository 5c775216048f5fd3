package org.healthpassport.api.record.annotating;

import org.healthpassport.aggregates.refusal.InvalidInput;
import org.jspecify.annotations.Nullable;

/** Checks the text of an annotation, which is one paragraph. */
final class AnnotationText {
    static final int MOST_CHARACTERS = 2_000;

    /** The end of U+FFFE, U+FFFF, and of the same in each further plane. */
    private static final int NONCHARACTER = 0xFFFE;

    private AnnotationText() {}

    /** The text; refused with {@link InvalidInput} if it is none. */
    static String check(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw InvalidInput.at("/text", "must have a text").asException();
        }
        if (text.codePointCount(0, text.length()) > MOST_CHARACTERS) {
            throw InvalidInput.at("/text", "must have at most " + MOST_CHARACTERS + " characters")
                    .asException();
        }
        if (!text.codePoints().allMatch(AnnotationText::isAllowed)) {
            throw InvalidInput.at("/text", "must have no control characters").asException();
        }
        if (text.codePoints().allMatch(AnnotationText::isInvisible)) {
            throw InvalidInput.at("/text", "must have a text").asException();
        }
        return text;
    }

    /** Half a surrogate pair is no character; the marks that turn the direction of text could disguise it. */
    private static boolean isAllowed(int character) {
        return !Character.isISOControl(character)
                && Character.getType(character) != Character.SURROGATE
                && (character & NONCHARACTER) != NONCHARACTER
                && Character.getType(character) != Character.LINE_SEPARATOR
                && Character.getType(character) != Character.PARAGRAPH_SEPARATOR
                && !(character >= 0x202A && character <= 0x202E)
                && !(character >= 0x2066 && character <= 0x2069);
    }

    private static boolean isInvisible(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.getType(character) == Character.FORMAT;
    }
}
