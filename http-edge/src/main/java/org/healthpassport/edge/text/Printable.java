package org.healthpassport.edge.text;

import java.util.Set;
import java.util.regex.Pattern;

/** Checks that a text can be shown as it is. */
public final class Printable {
    /** Blank Braille and Hangul characters, which Unicode counts as symbol and letters. */
    private static final Set<Integer> BLANK = Set.of(0x2800, 0x115F, 0x1160, 0x3164, 0xFFA0);

    /** Joiners, which Persian and the scripts of India need. */
    private static final Pattern JOINED = Pattern.compile("(?<=[\\p{L}\\p{M}])[\\u200C\\u200D](?=[\\p{L}\\p{M}])");

    private Printable() {}

    /**
     * True if all characters are visible or a space: no control characters and no unpaired surrogates. Joiners are
     * allowed between letters only.
     */
    public static boolean is(String text) {
        return JOINED.matcher(text).replaceAll("").codePoints().noneMatch(Printable::isUnprintable);
    }

    /**
     * True if the text can be the name of a person or an organization: printable, with at least one letter or digit.
     */
    public static boolean isName(String text) {
        return is(text) && text.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    /** Also refuses format characters, such as those for direction, which can make one text look like another. */
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
