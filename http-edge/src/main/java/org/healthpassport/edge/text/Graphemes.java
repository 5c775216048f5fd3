package org.healthpassport.edge.text;

import com.ibm.icu.text.BreakIterator;
import java.util.Locale;

/**
 * Shortens texts between grapheme clusters (Unicode UAX 29), which readers take for one character: an emoji of several
 * parts, a letter with its accents, a Hindi conjunct.
 */
public final class Graphemes {
    private Graphemes() {}

    /**
     * The longest beginning of whole clusters.
     *
     * @param atMost of {@code char}s
     */
    public static String first(String text, int atMost) {
        return text.length() <= atMost ? text : text.substring(0, boundary(text, atMost));
    }

    /**
     * The longest end of whole clusters.
     *
     * @param atMost of {@code char}s
     */
    public static String last(String text, int atMost) {
        int surplus = text.length() - atMost;
        if (surplus <= 0) {
            return text;
        }
        BreakIterator clusters = clusters(text);
        return text.substring(clusters.isBoundary(surplus) ? surplus : clusters.following(surplus));
    }

    /** The last boundary that is not behind this position. */
    private static int boundary(String text, int position) {
        BreakIterator clusters = clusters(text);
        return clusters.isBoundary(position) ? position : clusters.preceding(position);
    }

    private static BreakIterator clusters(String text) {
        BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(text);
        return clusters;
    }
}
