package org.healthpassport.fhir.json;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes FHIR JSON without changing its content: numbers keep their text (1.00 stays 1.00, 1e2 stays 1e2),
 * and members keep their order.
 */
public final class FhirJson {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Has no table of known names, which a client could fill with names that collide. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    // JsonReading has its own limits for these, with its own messages.
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(JsonReading.DEEPEST + 1)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private FhirJson() {}

    /**
     * Reads one JSON object that a client sent.
     *
     * @throws MalformedJson if the bytes are not UTF-8, begin with a byte order mark, are not JSON, have the same
     *     member twice in an object, an unpaired surrogate, more than 64 levels, more than 20,000 values, a number of
     *     more than 100 characters or an exponent beyond 9,999, or if anything but an object is at the root or anything
     *     behind it
     */
    public static ObjectNode parse(byte[] utf8) {
        return parse(utf8, JsonReading.MOST_VALUES);
    }

    /** Reads a stored JSON object, without the limit on values: the service has added some to those that were sent. */
    public static ObjectNode parseKept(byte[] utf8) {
        return parse(utf8, Integer.MAX_VALUE);
    }

    /**
     * Checks that the bytes are one JSON object in UTF-8, without building a tree.
     *
     * @throws MalformedJson if they are not
     */
    public static void requireObject(byte[] utf8) {
        CharBuffer text = decode(utf8);
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), text.array(), text.arrayOffset(), text.length())) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            parser.skipChildren();
            if (!object || parser.nextToken() != null) {
                throw new MalformedJson("must be one object", null);
            }
        } catch (StreamReadException | StreamConstraintsException e) {
            throw new MalformedJson("must be JSON", null);
        }
    }

    private static ObjectNode parse(byte[] utf8, int mostValues) {
        CharBuffer text = decode(utf8);
        if (text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK) {
            throw new MalformedJson("must not begin with a byte order mark", null);
        }
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), text.array(), text.arrayOffset(), text.length())) {
            return new JsonReading(parser, mostValues).readRoot();
        } catch (StreamReadException e) {
            throw new MalformedJson(
                    "must be JSON, but is not at line %d, column %d"
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
                    null);
        } catch (StreamConstraintsException e) {
            throw new MalformedJson("must have at most %d levels".formatted(JsonReading.DEEPEST), null);
        }
    }

    /** Writes UTF-8 without insignificant whitespace. */
    public static byte[] write(JsonNode tree) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(tree, generator);
        }
        return bytes.toByteArray();
    }

    private static CharBuffer decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
        } catch (CharacterCodingException e) {
            throw new MalformedJson("must be UTF-8", null);
        }
    }

    private static void write(JsonNode node, JsonGenerator generator) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                generator.writeStartObject();
                for (Map.Entry<String, JsonNode> member : node.properties()) {
                    generator.writeName(member.getKey());
                    write(member.getValue(), generator);
                }
                generator.writeEndObject();
            }
            case ARRAY -> {
                generator.writeStartArray();
                for (JsonNode item : node) {
                    write(item, generator);
                }
                generator.writeEndArray();
            }
            case NUMBER ->
                generator.writeNumber(node instanceof NumberLiteral number ? number.literal() : node.asString());
            case STRING -> generator.writeString(node.stringValue());
            case BOOLEAN -> generator.writeBoolean(node.booleanValue());
            case NULL -> generator.writeNull();
            default ->
                throw new IllegalArgumentException("Expected a tree of JSON, but it has a " + node.getNodeType());
        }
    }
}
