package org.healthpassport.fhir.pattern;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Reads the part of the syntax of regular expressions that the definitions use. */
final class SyntaxParser {
    private static final String UNSUPPORTED_OUTSIDE_CLASS = ")*+?{}]^$.";

    private final String regex;
    private int at;

    private SyntaxParser(String regex) {
        this.regex = regex;
    }

    static Syntax parse(String regex) {
        SyntaxParser parser = new SyntaxParser(regex);
        Syntax whole = parser.alternatives();
        if (parser.at < regex.length()) {
            throw parser.unsupported();
        }
        return whole;
    }

    private Syntax alternatives() {
        List<Syntax> choices = new ArrayList<>();
        do {
            choices.add(sequence());
        } while (take('|'));
        return new Syntax.Alternatives(choices);
    }

    private Syntax sequence() {
        List<Syntax> parts = new ArrayList<>();
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            parts.add(repeated(atom()));
        }
        return new Syntax.Sequence(parts);
    }

    private Syntax atom() {
        if (take('(')) {
            Syntax group = alternatives();
            expect(')');
            return group;
        }
        if (take('[')) {
            return new Syntax.OneOf(characterClass());
        }
        if (UNSUPPORTED_OUTSIDE_CLASS.indexOf(regex.charAt(at)) >= 0) {
            throw unsupported();
        }
        return new Syntax.OneOf(character());
    }

    private Syntax repeated(Syntax part) {
        if (take('*')) {
            return new Syntax.Repeated(part, 0, Syntax.WITHOUT_END);
        }
        if (take('+')) {
            return new Syntax.Repeated(part, 1, Syntax.WITHOUT_END);
        }
        if (take('?')) {
            return new Syntax.Repeated(part, 0, 1);
        }
        if (take('{')) {
            int least = number();
            int most = take(',') ? number() : least;
            expect('}');
            return new Syntax.Repeated(part, least, most);
        }
        return part;
    }

    private BitSet characterClass() {
        boolean negated = take('^');
        BitSet symbols = new BitSet(Alphabet.SIZE);
        while (!take(']')) {
            char first = regex.charAt(at);
            if (first != '\\' && regex.charAt(at + 1) == '-' && regex.charAt(at + 2) != ']') {
                symbols.or(Alphabet.range(first, regex.charAt(at + 2)));
                at += 3;
            } else {
                symbols.or(character());
            }
        }
        return negated ? Alphabet.allBut(symbols) : symbols;
    }

    private BitSet character() {
        char character = next();
        if (character != '\\') {
            return Alphabet.of(character);
        }
        char escaped = next();
        return switch (escaped) {
            case 's' -> Alphabet.whitespace();
            case 'S' -> Alphabet.allBut(Alphabet.whitespace());
            case 'r' -> Alphabet.of('\r');
            case 'n' -> Alphabet.of('\n');
            case 't' -> Alphabet.of('\t');
            default -> {
                if (Character.isLetterOrDigit(escaped)) {
                    throw unsupported();
                }
                yield Alphabet.of(escaped);
            }
        };
    }

    private int number() {
        int start = at;
        while (Character.isDigit(regex.charAt(at))) {
            at++;
        }
        return Integer.parseInt(regex.substring(start, at));
    }

    private boolean take(char expected) {
        if (at < regex.length() && regex.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char expected) {
        if (!take(expected)) {
            throw unsupported();
        }
    }

    private char next() {
        if (at == regex.length()) {
            throw unsupported();
        }
        return regex.charAt(at++);
    }

    private IllegalArgumentException unsupported() {
        return new IllegalArgumentException("Expected a simpler expression at %d of %s".formatted(at, regex));
    }
}
