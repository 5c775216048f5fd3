package org.healthpassport.api.matrix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
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
    private static final Map<String, List<String>> NO_VALUES = Map.ofEntries(
            Map.entry(
                    "email",
                    List.of(
                            "ada",
                            "@example.org",
                            "ada@",
                            "a b@example.org",
                            "ada@example.org\\r\\nBcc: b@example.org")),
            Map.entry(
                    "birthDate",
                    List.of("2999-01-01", "2026-02-30", "1980-13", "0000-01-01", "yesterday", "1980-05-17T00:00Z")),
            Map.entry("given", List.of("Ada\\u0007", "Ada\\nExample", "Ada\\u202e")),
            Map.entry("organizationName", List.of("General\\u0007", "General\\nHospital", " ")),
            Map.entry("text", List.of("Ada\\u0007", "Ada\\nExample")),
            Map.entry("hospitalId", List.of("0199f1a4-0c58-7d41-9be2-7f06c5d83a14", "../hospitals", "{hospitalId}")),
            Map.entry("role", List.of("KING", "patient", "ADMIN", "")),
            Map.entry("kind", List.of("KING", "")),
            Map.entry("type", List.of("KING", "PATIENT", "doctor", "")),
            Map.entry("id", List.of("nobody", "0199f1a4-0c58-7d41-9be2-7f06c5d83a14", "../hospitals", "")),
            Map.entry("reason", List.of("x", "          x          ", "a long reason \\u0007")),
            Map.entry(
                    "expiresAt",
                    List.of(
                            "2020-01-01T00:00:00Z",
                            "2999-01-01T00:00:00Z",
                            "+999999999-01-01T00:00:00Z",
                            "2099-02-30T00:00:00Z",
                            "2099-05-17",
                            "soon",
                            "")),
            Map.entry("relation", List.of("AUNT", "carer", "")),
            Map.entry("finding", List.of("MAYBE", "justified", "")),
            Map.entry("note", List.of("Not on duty.\\u0007")));

    /** JSON that stands in the place of lists of these names. */
    private static final Map<String, List<String>> NO_LISTS = Map.of(
            "scopes",
            List.of(
                    "[]",
                    "null",
                    "{}",
                    "\"RECORDS_READ\"",
                    "[null]",
                    "[\"EVERYTHING\"]",
                    "[\"CONSENT\"]",
                    "[[]]",
                    "[7]"),
            "rights",
            List.of("[]", "null", "{}", "\"READ\"", "[null]", "[\"EVERYTHING\"]", "[\"read\"]", "[[]]", "[7]"));

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
            Map<String, String> bad = value.isString()
                    ? badTexts(member.getKey())
                    : value.isArray() ? badLists(member.getKey()) : Map.of();
            return value.isObject()
                    ? ofMembers(here, value, whole, type)
                    : inPlaceOf(here, member.getKey(), bad, (ObjectNode) node, whole, type);
        });
    }

    /** JSON by the name of the case. */
    private static Map<String, String> badTexts(String member) {
        Map<String, String> bad = new LinkedHashMap<>(NO_TEXTS);
        NO_VALUES.getOrDefault(member, List.of()).forEach(value -> bad.put(value, '"' + value + '"'));
        return bad;
    }

    private static Map<String, String> badLists(String member) {
        Map<String, String> bad = new LinkedHashMap<>();
        NO_LISTS.getOrDefault(member, List.of()).forEach(value -> bad.put(value, value));
        return bad;
    }

    private static Stream<BadBody> inPlaceOf(
            String pointer, String member, Map<String, String> bad, ObjectNode parent, JsonNode whole, MediaType type) {
        JsonNode kept = parent.get(member);
        parent.put(member, MARK.substring(1, MARK.length() - 1));
        String marked = whole.toString();
        parent.set(member, kept);
        return bad.entrySet().stream()
                .map(one -> of(one.getKey() + " at " + pointer, type, marked.replace(MARK, one.getValue())))
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
