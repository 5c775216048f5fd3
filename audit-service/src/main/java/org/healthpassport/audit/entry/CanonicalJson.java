package org.healthpassport.audit.entry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes JSON in the one form that is the same everywhere (RFC 8785): no spaces, members sorted by their UTF-16 code
 * units. Values are texts, whole numbers, booleans and objects; entries have no others, and for these Jackson writes that
 * form.
 */
public final class CanonicalJson {
    /** Beyond it not every whole number is a double (RFC 8785, 3.2.2.3, and RFC 7493, 2.2). */
    private static final long MAX_SAFE = (1L << 53) - 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE, JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .build();

    private CanonicalJson() {}

    /** @throws IllegalArgumentException for a number that others would round, or a text with half a surrogate pair */
    public static byte[] write(Map<String, ?> object) {
        requireSame(object);
        try {
            // Jackson's own way to bytes would replace half a pair.
            ByteBuffer utf8 = UTF_8.newEncoder().encode(CharBuffer.wrap(MAPPER.writeValueAsString(object)));
            byte[] json = new byte[utf8.remaining()];
            utf8.get(json);
            return json;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Expected a text of whole characters, but one is half a pair", e);
        }
    }

    /** Lets only values pass that Jackson writes as RFC 8785 does. */
    private static void requireSame(Object value) {
        if (value instanceof Map<?, ?> object) {
            object.values().forEach(CanonicalJson::requireSame);
        } else if (value instanceof Long || value instanceof Integer) {
            requireSafe(((Number) value).longValue());
        } else if (!(value instanceof String || value instanceof Boolean)) {
            throw new IllegalArgumentException("Expected a value that entries have, but it is a " + value.getClass());
        }
    }

    private static void requireSafe(long number) {
        if (number > MAX_SAFE || number < -MAX_SAFE) {
            throw new IllegalArgumentException("Expected a number of at most 53 bits, but it has more");
        }
    }
}
