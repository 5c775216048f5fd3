package org.healthpassport.api.matrix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A body that no route may take, made of one that a route takes. */
record BadBody(String name, MediaType type, byte[] body) {
    private static final String MARK = "\"the spoiled member\"";
    private static final int DEEP = 1_000;
    private static final int LONG = 10_000;

    /** JSON that stands in the place of any text. */
    private static final Map<String, String> NO_TEXTS = Map.of(
            "half a character", "\"a \\ud800 half\"",
            "NUL", "\"a \\u0000 NUL\"",
            "10 kB", '"' + "a".repeat(LONG) + '"',
            "an object", "{}",
            "a number", "7");

    /** The same for members of these names. */
    private static final Map<String, List<String>> NO_VALUES = Map.of(
            "email",
                    List.of(
                            "ada",
                            "@example.org",
                            "ada@",
                            "a b@example.org",
                            "ada@example.org\\r\\nBcc: b@example.org"),
            "birthDate", List.of("2999-01-01", "2026-02-30", "1980-13", "0000-01-01", "yesterday", "1980-05-17T00:00Z"),
            "given", List.of("Ada\\u0007", "Ada\\nExample", "Ada\\u202e"),
            "organizationName", List.of("General\\u0007", "General\\nHospital", " "),
            "text", List.of("Ada\\u0007", "Ada\\nExample"),
            "hospitalId", List.of("0199f1a4-0c58-7d41-9be2-7f06c5d83a14", "../hospitals", "{hospitalId}"),
            "role", List.of("KING", "patient", "ADMIN", ""),
            "kind", List.of("KING", ""));

    static Stream<BadBody> all(String valid, MediaType type) {
        return Stream.concat(ofTheWhole(valid, type), ofMembers(valid, type));
    }

    /** Those with one text that is wrong. */
    static Stream<BadBody> ofMembers(String valid, MediaType type) {
        JsonNode tree = JsonMapper.shared().readTree(valid);
        return ofMembers("", tree, tree, type);
    }

    private static Stream<BadBody> ofTheWhole(String valid, MediaType type) {
        String members = valid.substring(1, valid.length() - 1);
        return Stream.of(
                of("no body", type, ""),
                of("an array", type, "[]"),
                of("an array of it", type, "[" + valid + "]"),
                of("a number", type, "7"),
                of("null", type, "null"),
                of("half of it", type, valid.substring(0, valid.length() / 2)),
                of("an end that is missing", type, "{\"a\":"),
                of("more behind it", type, valid + "{}"),
                of("every member twice", type, "{" + members + "," + members + "}"),
                of("deep objects", type, "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP)),
                of("deep arrays", type, "{" + members + ",\"a\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}"),
                of("deep arrays without an end", type, "[".repeat(DEEP)),
                of("a foreign member", type, "{" + members + ",\"accountId\":\"x\"}"),
                of("plain text", MediaType.TEXT_PLAIN, valid),
                of("XML", MediaType.APPLICATION_XML, "<a/>"),
                of("a form", MediaType.APPLICATION_FORM_URLENCODED, "a=b"),
                new BadBody(
                        "no UTF-8", type, valid.replaceFirst("\"", "\"\u00e4").getBytes(ISO_8859_1)),
                new BadBody("half of UTF-16", type, ("\ufffe" + valid).getBytes(UTF_16)));
    }

    private static Stream<BadBody> ofMembers(String pointer, JsonNode node, JsonNode whole, MediaType type) {
        return node.propertyStream().flatMap(member -> {
            String here = pointer + '/' + member.getKey();
            JsonNode value = member.getValue();
            return value.isString()
                    ? ofText(here, member.getKey(), (ObjectNode) node, whole, type)
                    : ofMembers(here, value, whole, type);
        });
    }

    private static Stream<BadBody> ofText(
            String pointer, String member, ObjectNode parent, JsonNode whole, MediaType type) {
        JsonNode kept = parent.get(member);
        parent.put(member, MARK.substring(1, MARK.length() - 1));
        String marked = whole.toString();
        parent.set(member, kept);
        return Stream.concat(
                NO_TEXTS.entrySet().stream()
                        .map(bad -> of(bad.getKey() + " at " + pointer, type, marked.replace(MARK, bad.getValue()))),
                NO_VALUES.getOrDefault(member, List.of()).stream()
                        .map(bad -> of(bad + " at " + pointer, type, marked.replace(MARK, '"' + bad + '"'))))
                // Before the tree is changed for the next member.
                .toList()
                .stream();
    }

    private static BadBody of(String name, MediaType type, String body) {
        return new BadBody(name, type, body.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return name;
    }
}
