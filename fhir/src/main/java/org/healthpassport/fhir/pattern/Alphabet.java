package org.healthpassport.fhir.pattern;

import java.util.BitSet;

/** The ASCII characters, and one symbol for all others: the expressions of FHIR tell no two of these apart. */
final class Alphabet {
    static final int OTHER = 128;
    static final int SIZE = 129;

    private Alphabet() {}

    static int symbol(char character) {
        return Math.min(character, OTHER);
    }

    static BitSet of(char character) {
        return range(character, character);
    }

    static BitSet range(char first, char last) {
        if (last >= OTHER) {
            throw new IllegalArgumentException("Expected ASCII characters only");
        }
        BitSet symbols = new BitSet(SIZE);
        symbols.set(first, last + 1);
        return symbols;
    }

    /** As {@code \s} of {@link java.util.regex.Pattern} has it. */
    static BitSet whitespace() {
        BitSet symbols = range('\t', '\r');
        symbols.set(' ');
        return symbols;
    }

    static BitSet allBut(BitSet symbols) {
        BitSet others = (BitSet) symbols.clone();
        others.flip(0, SIZE);
        return others;
    }
}
