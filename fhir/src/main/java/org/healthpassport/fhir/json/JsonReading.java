package org.healthpassport.fhir.json;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads a JSON text in one pass, builds the tree, and checks the limits. */
final class JsonReading {
    static final int DEEPEST = 64;
    static final int MOST_VALUES = 20_000;
    static final int LONGEST_NUMBER = 100;

    /** Long enough for every name of FHIR; a client's names can be as long as its message. */
    private static final int LONGEST_POINTER = 1_000;

    /** Computing with a longer exponent would take megabytes. */
    private static final Pattern EXPONENT = Pattern.compile("[eE][+-]?0*([0-9]*)");

    private static final int LONGEST_EXPONENT = 4;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final int mostValues;
    private int values;

    JsonReading(JsonParser parser, int mostValues) {
        this.parser = parser;
        this.mostValues = mostValues;
    }

    ObjectNode readRoot() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedJson("must be an object", "");
        }
        ObjectNode root = readObject(1);
        if (parser.nextToken() != null) {
            throw new MalformedJson("must have nothing behind the object", null);
        }
        return root;
    }

    private ObjectNode readObject(int depth) {
        refuseDeeper(depth);
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = wellFormed(parser.currentName());
            parser.nextToken();
            if (object.replace(name, read(depth)) != null) {
                throw refused("must not repeat a member");
            }
        }
        return object;
    }

    private ArrayNode readArray(int depth) {
        refuseDeeper(depth);
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(depth));
        }
        return array;
    }

    private JsonNode read(int depth) {
        if (++values > mostValues) {
            throw refused("must have at most %,d values".formatted(mostValues));
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(depth + 1);
            case START_ARRAY -> readArray(depth + 1);
            case VALUE_STRING -> NODES.stringNode(wellFormed(parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber(parser.getString());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new IllegalStateException("Expected a value, but met " + parser.currentToken());
        };
    }

    private NumberLiteral readNumber(String literal) {
        if (literal.length() > LONGEST_NUMBER) {
            throw refused("must have numbers of at most %d characters".formatted(LONGEST_NUMBER));
        }
        Matcher exponent = EXPONENT.matcher(literal);
        if (exponent.find() && exponent.group(1).length() > LONGEST_EXPONENT) {
            throw refused("must have exponents of at most %d digits".formatted(LONGEST_EXPONENT));
        }
        return new NumberLiteral(literal, new BigDecimal(literal));
    }

    /** Refuses unpaired surrogates, which an escape can write, but UTF-8 cannot. */
    private String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isHighSurrogate(text.charAt(i))
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw refused("must not have half of a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    private void refuseDeeper(int depth) {
        if (depth > DEEPEST) {
            throw refused("must have at most %d levels".formatted(DEEPEST));
        }
    }

    private MalformedJson refused(String requirement) {
        String pointer = parser.streamReadContext().pathAsPointer().toString();
        return new MalformedJson(requirement, pointer.length() > LONGEST_POINTER ? null : pointer);
    }
}
