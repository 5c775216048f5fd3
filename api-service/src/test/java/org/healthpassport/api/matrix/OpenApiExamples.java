package org.healthpassport.api.matrix;

import java.util.List;
import java.util.Locale;
import org.healthpassport.api.ApiUnderTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The examples in the description of the API, as bodies of requests. */
record OpenApiExamples(JsonNode document) {
    private static final String PLACEHOLDER = "{";

    static OpenApiExamples of(ApiUnderTest api) {
        return new OpenApiExamples(JsonMapper.shared()
                .readTree(api.client()
                        .get()
                        .uri("/v3/api-docs")
                        .exchange()
                        .expectBody()
                        .returnResult()
                        .getResponseBody()));
    }

    /**
     * The body of a line with the examples of the description for its members. Members that the test has to make up for
     * each request, and those that say which kind of request it is, stay as they are.
     *
     * @throws IllegalStateException if a member has no example
     */
    String body(MatrixRow row) {
        ObjectNode body = (ObjectNode) JsonMapper.shared().readTree(row.body());
        JsonNode schema = schemaOf(row);
        for (String member : List.copyOf(body.propertyNames())) {
            boolean madeUp = body.get(member).toString().contains('"' + PLACEHOLDER);
            JsonNode described = schema.path("properties").path(member);
            if (!madeUp && !followed(described).has("enum")) {
                body.set(member, example(row + " " + member, described));
            }
        }
        return body.toString();
    }

    /** The members of JSON bodies that a reader would have to guess. */
    List<String> missing() {
        return document.get("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .flatMap(operation -> followed(operation
                                        .getValue()
                                        .at("/requestBody/content")
                                        .path("application/json")
                                        .path("schema"))
                                .path("properties")
                                .propertyStream()
                                .filter(member -> !isExplained(member.getValue()))
                                .map(member -> operation.getKey() + " " + path.getKey() + " " + member.getKey())))
                .toList();
    }

    private boolean isExplained(JsonNode member) {
        return member.has("example")
                || member.path("type").asString("").equals("array")
                || followed(member).has("enum")
                || followed(member).has("properties");
    }

    private JsonNode schemaOf(MatrixRow row) {
        String[] route = row.route().split(" ");
        JsonNode content = document.get("paths")
                .path(route[1])
                .path(route[0].toLowerCase(Locale.ROOT))
                .at("/requestBody/content");
        return followed(content.path("application/json").path("schema"));
    }

    private JsonNode example(String where, JsonNode schema) {
        if (schema.has("example")) {
            return schema.get("example");
        }
        JsonNode described = followed(schema);
        if (described.has("example")) {
            return described.get("example");
        }
        if (described.at("/items").has("example")) {
            return JsonNodeFactory.instance.arrayNode().add(described.at("/items/example"));
        }
        if (!described.has("properties")) {
            throw new IllegalStateException("Expected an example of " + where + ", but there is none");
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        described.get("properties").properties().forEach(member -> {
            if (member.getValue().has("example")) {
                whole.set(member.getKey(), member.getValue().get("example"));
            }
        });
        return whole;
    }

    private JsonNode followed(JsonNode schema) {
        return schema.has("$ref")
                ? document.at(
                        "/components/schemas/" + schema.get("$ref").asString().replaceAll(".*/", ""))
                : schema;
    }
}
