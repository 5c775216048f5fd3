package org.healthpassport.api.matrix;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** The answers in the description of the API. */
record OpenApiAnswers(JsonNode document) {
    static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** A method of a path. */
    record Operation(String method, String path, JsonNode node) {
        /** As in the table of routes. */
        String route() {
            return method + ' ' + path;
        }

        boolean needsToken() {
            return !node.path("security").isEmpty();
        }

        boolean hasParameter(String name) {
            return node.path("parameters")
                    .valueStream()
                    .anyMatch(parameter -> parameter.get("name").asString().equals(name));
        }

        /** The path with this in the place of each parameter. */
        String at(String value) {
            return path.replaceAll("\\{\\w+}", value);
        }

        @Override
        public String toString() {
            return route();
        }
    }

    List<Operation> operations() {
        return document.get("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .map(operation -> new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue())))
                .toList();
    }

    /** The methods that each path has. */
    Set<String> methods(String path) {
        return document.get("paths")
                .path(path)
                .propertyStream()
                .map(operation -> operation.getKey().toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** The members of an answer, as JSON pointers, that the description does not have. */
    List<String> undescribed(Operation operation, int status, MediaType type, JsonNode answer) {
        JsonNode responses = operation.node().path("responses");
        String described = Integer.toString(status);
        // As a reader of the document finds it: a status without an entry of its own is one of "default".
        JsonNode content =
                responses.path(responses.has(described) ? described : "default").path("content");
        JsonNode schema = content.propertyStream()
                .filter(one -> MediaType.parseMediaType(one.getKey()).includes(type))
                .map(one -> one.getValue().path("schema"))
                .findFirst()
                .orElse(null);
        return schema == null
                ? List.of("no " + status + " of type " + type)
                : undescribed("", schema, answer).toList();
    }

    private Stream<String> undescribed(String pointer, JsonNode schema, JsonNode value) {
        JsonNode described = followed(schema);
        JsonNode alternatives = described.has("oneOf") ? described.get("oneOf") : described.path("anyOf");
        if (!alternatives.isEmpty()) {
            return alternatives
                    .valueStream()
                    .map(alternative -> undescribed(pointer, alternative, value).toList())
                    .min((one, other) -> one.size() - other.size())
                    .orElseThrow()
                    .stream();
        }
        if (value.isArray()) {
            return IntStream.range(0, value.size())
                    .boxed()
                    .flatMap(i -> undescribed(pointer + '/' + i, described.path("items"), value.get(i)));
        }
        // A resource of FHIR, or a schema of JSON Schema, is an object of any members.
        if (!value.isObject() || !described.has("properties")) {
            return Stream.empty();
        }
        return value.propertyStream().flatMap(member -> {
            String here = pointer + '/' + member.getKey();
            JsonNode known = described.get("properties").get(member.getKey());
            return known == null ? Stream.of(here) : undescribed(here, known, member.getValue());
        });
    }

    private JsonNode followed(JsonNode schema) {
        return schema.has("$ref")
                ? document.at(
                        "/components/schemas/" + schema.get("$ref").asString().replaceAll(".*/", ""))
                : schema;
    }
}
