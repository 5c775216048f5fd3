package org.healthpassport.edge.text;

import static com.ibm.icu.lang.UCharacter.hasBinaryProperty;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import java.util.Set;

/**
 * Invisible characters, which belong to a text where they join or part visible ones (Unicode 23.2): in Persian, in the
 * scripts of India, in Khmer, in emoji. Anywhere else they only make two texts differ that look the same.
 */
final class Invisible {
    private static final int ZERO_WIDTH_SPACE = 0x200B;
    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;
    private static final int MONGOLIAN_VOWEL_SEPARATOR = 0x180E;

    /** Scripts that are written without: only a ligature can be parted or joined in them, between two letters. */
    private static final Set<Integer> PLAIN =
            Set.of(UScript.LATIN, UScript.GREEK, UScript.CYRILLIC, UScript.HAN, UScript.HIRAGANA, UScript.KATAKANA);

    private Invisible() {}

    /** True if an invisible character stands where it joins nothing. */
    static boolean hides(String text) {
        int[] characters = text.codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            int before = i == 0 ? ' ' : characters[i - 1];
            int after = i + 1 == characters.length ? ' ' : characters[i + 1];
            if (isInvisible(characters[i]) && !belongs(characters[i], before, after)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInvisible(int character) {
        return UCharacter.getType(character) == Character.FORMAT
                && hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
    }

    private static boolean belongs(int character, int before, int after) {
        return switch (character) {
            case NON_JOINER, JOINER -> isJoined(before) && (isJoined(after) || !isPlain(before));
            case ZERO_WIDTH_SPACE, MONGOLIAN_VOWEL_SEPARATOR -> isJoined(before) && !isPlain(before);
            default -> isTag(character) && (isTag(before) || isEmoji(before));
        };
    }

    /** A character that is not known yet may be a letter or an emoji. */
    private static boolean isJoined(int character) {
        return UCharacter.isLetter(character)
                || isMark(character)
                || isEmoji(character)
                || !UCharacter.isDefined(character);
    }

    private static boolean isPlain(int character) {
        return PLAIN.contains(UScript.getScript(character));
    }

    private static boolean isMark(int character) {
        int type = UCharacter.getType(character);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean isEmoji(int character) {
        return hasBinaryProperty(character, UProperty.EXTENDED_PICTOGRAPHIC)
                || hasBinaryProperty(character, UProperty.EMOJI_MODIFIER);
    }

    /** Letters of emoji for regions, such as the flag of Scotland (Unicode UTS 51, annex C). */
    private static boolean isTag(int character) {
        return character >= 0xE0020 && character <= 0xE007F;
    }
}
