package org.healthpassport.api.request;

/** Says whether a text can be shown as it is. */
public final class Printable {
    private Printable() {}

    /** Whether all characters are ones that can be seen, or space; no control characters and no halves of characters. */
    public static boolean is(String text) {
        return text.codePoints().noneMatch(Printable::isUnprintable);
    }

    /** Also the marks that turn the direction of writing: they can make one text look like another. */
    private static boolean isUnprintable(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (character >= 0x202A && character <= 0x202E)
                || (character >= 0x2066 && character <= 0x2069);
    }
}
