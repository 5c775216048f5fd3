package org.healthpassport.fhir.pattern;

import java.util.BitSet;

/**
 * A regular expression that looks at each character once. The official expressions for {@code base64Binary} or {@code
 * code} would keep {@link java.util.regex.Pattern} busy for years, or overflow its stack, with a text made for that.
 */
public final class LinearPattern {
    private final int[][] transitions;
    private final BitSet accepting = new BitSet();

    private LinearPattern(Syntax syntax) {
        transitions = new Automaton(syntax).transitions(accepting);
    }

    /**
     * Takes what the definitions use: classes of ASCII characters, groups, alternatives, repetitions.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static LinearPattern compile(String regex) {
        return new LinearPattern(SyntaxParser.parse(regex));
    }

    /** Whether the whole text matches. */
    public boolean matches(CharSequence text) {
        int state = 1;
        for (int i = 0; i < text.length() && state != 0; i++) {
            state = transitions[state][Alphabet.symbol(text.charAt(i))];
        }
        return accepting.get(state);
    }
}
