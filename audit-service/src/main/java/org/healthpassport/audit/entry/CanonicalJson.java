package org.healthpassport.audit.entry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;

/**
 * Writes JSON in the one form that is the same everywhere (RFC 8785): no spaces, members sorted by their UTF-16 code
 * units. Values are texts, whole numbers, booleans and objects; entries have no others.
 */
public final class CanonicalJson {
    /** Beyond it not every whole number is a double (RFC 8785, 3.2.2.3, and RFC 7493, 2.2). */
    private static final long MAX_SAFE = (1L << 53) - 1;

    private final StringBuilder json = new StringBuilder(1024);

    private CanonicalJson() {}

    /** @throws IllegalArgumentException for a number that others would round, or a text with half a surrogate pair */
    public static byte[] write(Map<String, ?> object) {
        CanonicalJson writer = new CanonicalJson();
        writer.object(object);
        return writer.json.toString().getBytes(UTF_8);
    }

    private void object(Map<?, ?> object) {
        char separator = '{';
        for (Map.Entry<?, ?> member : new TreeMap<>(object).entrySet()) {
            json.append(separator);
            text(member.getKey().toString());
            json.append(':');
            value(member.getValue());
            separator = ',';
        }
        json.append(separator == '{' ? "{}" : "}");
    }

    private void value(Object value) {
        if (value instanceof Map<?, ?> object) {
            object(object);
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Boolean) {
            json.append(value);
        } else if (value instanceof Long || value instanceof Integer) {
            number(((Number) value).longValue());
        } else {
            throw new IllegalArgumentException("Expected a value that entries have, but it is a " + value.getClass());
        }
    }

    private void number(long number) {
        if (number > MAX_SAFE || number < -MAX_SAFE) {
            throw new IllegalArgumentException("Expected a number of at most 53 bits, but it has more");
        }
        json.append(number);
    }

    private void text(String text) {
        if (!UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("Expected a text of whole characters, but one is half a pair");
        }
        json.append('"');
        text.chars().forEach(character -> character((char) character));
        json.append('"');
    }

    /** RFC 8785, 3.2.2.2. */
    private void character(char character) {
        switch (character) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\b' -> json.append("\\b");
            case '\t' -> json.append("\\t");
            case '\n' -> json.append("\\n");
            case '\f' -> json.append("\\f");
            case '\r' -> json.append("\\r");
            default -> {
                if (character < ' ') {
                    json.append("\\u%04x".formatted((int) character));
                } else {
                    json.append(character);
                }
            }
        }
    }
}
