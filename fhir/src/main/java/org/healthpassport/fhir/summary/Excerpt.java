package org.healthpassport.fhir.summary;

/** The beginning of a text that is too long for a summary. */
public final class Excerpt {
    private static final int LONGEST = 200;
    private static final String CUT = "\u2026";

    private Excerpt() {}

    /** The text itself, or its first 200 characters and an ellipsis. */
    public static String of(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + CUT;
    }
}
