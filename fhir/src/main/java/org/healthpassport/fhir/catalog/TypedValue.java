package org.healthpassport.fhir.catalog;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.ElementDefinition;
import org.healthpassport.fhir.definition.JsonMember;
import org.healthpassport.fhir.definition.TypeDefinition;
import tools.jackson.databind.JsonNode;

/**
 * A value in a resource.
 *
 * @param type the name of its type, which the member of a choice gives it
 */
record TypedValue(String type, JsonNode node) {
    /**
     * The values of an element, in the order of the document.
     *
     * @param path names of elements, with dots between them
     */
    static Stream<TypedValue> at(TypeDefinition type, JsonNode object, String path) {
        int dot = path.indexOf('.');
        ElementDefinition element = element(type, dot < 0 ? path : path.substring(0, dot));
        Map<String, JsonMember> members = Definitions.r4().members(type);
        Stream<TypedValue> values = element.memberNames().flatMap(name -> values(members, name, object.path(name)));
        return dot < 0
                ? values
                : values.flatMap(value -> at(Definitions.r4().type(value.type), value.node, path.substring(dot + 1)));
    }

    private static Stream<TypedValue> values(Map<String, JsonMember> members, String name, JsonNode node) {
        String type = Objects.requireNonNull(members.get(name), name).type().definition();
        Stream<JsonNode> nodes = node.isArray() ? node.valueStream() : Stream.of(node);
        return nodes.filter(one -> !one.isMissingNode() && !one.isNull()).map(one -> new TypedValue(type, one));
    }

    private static ElementDefinition element(TypeDefinition type, String name) {
        return type.elements().stream()
                .filter(element -> element.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Expected %s to have an element %s, but it has none".formatted(type.name(), name)));
    }

    /** The text of a member; empty if there is none. */
    String text(String member) {
        return textOf(node.path(member));
    }

    static String textOf(JsonNode node) {
        return node.isString() ? node.stringValue().strip() : "";
    }
}
