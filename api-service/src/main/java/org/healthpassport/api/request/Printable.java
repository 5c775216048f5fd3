package org.healthpassport.api.request;

import java.util.Set;
import java.util.regex.Pattern;

/** Says whether a text can be shown as it is. */
public final class Printable {
    /** Braille and Hangul that count as symbol and letters, and show nothing. */
    private static final Set<Integer> BLANK = Set.of(0x2800, 0x115F, 0x1160, 0x3164, 0xFFA0);

    /** Joiners, which Persian and the scripts of India are not written without. */
    private static final Pattern JOINED = Pattern.compile("(?<=[\\p{L}\\p{M}])[\\u200C\\u200D](?=[\\p{L}\\p{M}])");

    private Printable() {}

    /**
     * Whether all characters are ones that can be seen, or space; no control characters and no halves of characters.
     * Joiners only between letters.
     */
    public static boolean is(String text) {
        return JOINED.matcher(text).replaceAll("").codePoints().noneMatch(Printable::isUnprintable);
    }

    /** Whether it can be the name of a person or an organization: printable, and with a letter or a digit. */
    public static boolean isName(String text) {
        return is(text) && text.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    /** Also marks of format, as those of direction: they can make one text look like another. */
    private static boolean isUnprintable(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || BLANK.contains(character);
    }
}
