package org.healthpassport.edge.text;

import static com.ibm.icu.lang.UCharacter.hasBinaryProperty;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The one rule for text that people write in a line: names, labels, titles, file names, reasons. Letters of all scripts,
 * joiners, emoji, and characters that Unicode added only lately are fine. Characters are refused that break the line, turn
 * the reading direction or hide, so that one text looks like another, or are no characters at all.
 */
public final class Printable {
    /** Blank Braille and Hangul characters, which Unicode counts as symbol and letters. */
    private static final String BLANK = "\u2800\u115F\u1160\u3164\uFFA0";

    private Printable() {}

    /** The first rule that a text breaks: "must ..."; empty if it is a good one. */
    public static Optional<String> objection(String text) {
        if (has(text, Printable::isNoCharacter)) {
            return Optional.of("must not have half a character, or a code that Unicode gives to none");
        }
        if (has(text, Printable::isControl)) {
            return Optional.of("must not have control characters or line breaks");
        }
        if (has(text, Printable::turnsDirection)) {
            return Optional.of("must not have marks that change the reading direction");
        }
        if (Invisible.hides(text)) {
            return Optional.of("must not have invisible characters where they join nothing");
        }
        return has(text, Printable::isVisible) ? Optional.empty() : Optional.of("must have a visible character");
    }

    /** As {@link #objection}, of a text that names a person or an organization. */
    public static Optional<String> objectionToName(String text) {
        return objection(text)
                .or(() -> has(text, Printable::isNaming)
                        ? Optional.empty()
                        : Optional.of("must have a letter or a digit"));
    }

    public static boolean is(String text) {
        return objection(text).isEmpty();
    }

    /** The same text without the characters that the rule refuses. */
    public static String only(String text) {
        return text.codePoints()
                .filter(character -> !isNoCharacter(character) && !isControl(character) && !turnsDirection(character))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean has(String text, IntPredicate property) {
        return text.codePoints().anyMatch(property);
    }

    private static boolean isNoCharacter(int character) {
        return Character.getType(character) == Character.SURROGATE
                || hasBinaryProperty(character, UProperty.NONCHARACTER_CODE_POINT);
    }

    private static boolean isControl(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || isDeprecatedFormat(character);
    }

    /** Switches of shapes, which Unicode advises against (23.3). */
    private static boolean isDeprecatedFormat(int character) {
        return character >= 0x206A && character <= 0x206F;
    }

    private static boolean turnsDirection(int character) {
        return hasBinaryProperty(character, UProperty.BIDI_CONTROL);
    }

    private static boolean isVisible(int character) {
        return !UCharacter.isUWhiteSpace(character)
                && !hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                && BLANK.indexOf(character) < 0;
    }

    /** A character that is not known yet may be a letter. */
    private static boolean isNaming(int character) {
        return isVisible(character) && (UCharacter.isLetterOrDigit(character) || !UCharacter.isDefined(character));
    }
}
