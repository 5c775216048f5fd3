package org.healthpassport.fhir.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of an expression, one after the other. */
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<constant>[%$][a-z][A-Za-z]*)|(?<number>[0-9]+(?:\\.[0-9]+)?)"
                    + "|'(?<string>(?:[^'\\\\]|\\\\.)*)'|(?<symbol>!=|<=|>=|[().,=<>|+&]))\\s*");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(\\p{Punct})");

    private final String expression;
    private final List<Token> tokens = new ArrayList<>();
    private int next;

    Tokens(String expression) {
        this.expression = expression;
        Matcher matcher = TOKEN.matcher(expression);
        int at = 0;
        while (at < expression.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException(
                        "Expected a token at position %d of %s, but it is none".formatted(at, expression));
            }
            tokens.add(token(matcher));
            at = matcher.end();
        }
        tokens.add(new Token(Kind.END, ""));
    }

    /** Consumes the next token if it is this name or symbol. */
    boolean take(String text) {
        Token token = peek();
        if ((token.kind() == Kind.NAME || token.kind() == Kind.SYMBOL)
                && token.text().equals(text)) {
            next++;
            return true;
        }
        return false;
    }

    void expect(String text) {
        if (!take(text)) {
            throw unexpected();
        }
    }

    Token take() {
        return tokens.get(next++);
    }

    Token peek() {
        return tokens.get(next);
    }

    void expectEnd() {
        if (peek().kind() != Kind.END) {
            throw unexpected();
        }
    }

    IllegalArgumentException unexpected() {
        return new IllegalArgumentException(
                "Expected something else than '%s' as token %d of %s".formatted(peek().text(), next + 1, expression));
    }

    private static Token token(Matcher matcher) {
        for (Kind kind : List.of(Kind.NAME, Kind.CONSTANT, Kind.NUMBER, Kind.STRING)) {
            String text = matcher.group(kind.name().toLowerCase(Locale.ROOT));
            if (text != null) {
                // No escape but those of punctuation is needed.
                return new Token(
                        kind, kind == Kind.STRING ? ESCAPE.matcher(text).replaceAll("$1") : text);
            }
        }
        return new Token(Kind.SYMBOL, matcher.group("symbol"));
    }

    enum Kind {
        NAME,
        CONSTANT,
        NUMBER,
        STRING,
        SYMBOL,
        END
    }

    record Token(Kind kind, String text) {}
}
