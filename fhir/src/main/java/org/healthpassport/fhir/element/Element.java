package org.healthpassport.fhir.element;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.ElementDefinition;
import org.healthpassport.fhir.definition.JsonMember;
import org.healthpassport.fhir.definition.TypeDefinition;
import org.healthpassport.fhir.definition.TypeDefinition.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An element of a resource whose structure is valid. A primitive is one element, even if JSON has two members for it.
 */
public final class Element {
    private final Definitions definitions;
    private final TypeDefinition type;
    private final @Nullable ElementDefinition definition;
    private final Location location;
    private final @Nullable JsonNode value;
    private final @Nullable JsonNode sibling;
    private @Nullable List<Element> children;

    private Element(
            Definitions definitions,
            TypeDefinition type,
            @Nullable ElementDefinition definition,
            Location location,
            @Nullable JsonNode value,
            @Nullable JsonNode sibling) {
        this.definitions = definitions;
        this.type = type;
        this.definition = definition;
        this.location = location;
        this.value = value;
        this.sibling = sibling;
    }

    /** The resource itself. */
    public static Element root(Definitions definitions, ObjectNode resource) {
        return new Element(definitions, resourceType(definitions, resource), null, Location.ROOT, resource, null);
    }

    public TypeDefinition type() {
        return type;
    }

    public Location location() {
        return location;
    }

    /** The name of the element, without the type of a choice; empty for the resource. */
    public String name() {
        return definition == null ? "" : definition.name();
    }

    /** The keys of its invariants: those of its type, and those of its place. */
    public List<List<String>> invariants() {
        return definition == null ? List.of(type.invariants()) : List.of(type.invariants(), definition.invariants());
    }

    /** True for a resource that is part of the one that contains it; false for the resource of an entry. */
    public boolean isContained() {
        return type.kind() == Kind.RESOURCE && name().equals("contained");
    }

    public boolean isPrimitive() {
        return type.kind() == Kind.PRIMITIVE;
    }

    /** The value of a primitive: a String, a BigDecimal or a Boolean. */
    public Optional<Object> value() {
        if (!isPrimitive() || value == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (value.getNodeType()) {
                    case BOOLEAN -> value.booleanValue();
                    case NUMBER -> value.decimalValue();
                    default -> value.asString();
                });
    }

    /** Equal for elements with the same JSON, wherever they stand. */
    public Object content() {
        return Arrays.asList(value, sibling);
    }

    /** The children, in the order of the document. */
    public List<Element> children() {
        if (children == null) {
            children = List.copyOf(findChildren());
        }
        return children;
    }

    /** The children with this name; a choice has the same name whatever its type. */
    public List<Element> children(String name) {
        List<Element> named = new ArrayList<>();
        for (Element child : children()) {
            if (child.name().equals(name)) {
                named.add(child);
            }
        }
        return named;
    }

    private List<Element> findChildren() {
        List<Element> found = new ArrayList<>();
        JsonNode members = isPrimitive() ? sibling : value;
        if (members == null) {
            return found;
        }
        Map<String, JsonMember> known = definitions.members(type);
        Location at = location;
        for (Map.Entry<String, JsonNode> entry : members.properties()) {
            String name = entry.getKey();
            JsonMember member = known.get(name.startsWith("_") ? name.substring(1) : name);
            if (member == null || (name.startsWith("_") && members.has(member.name()))) {
                continue;
            }
            JsonNode here = members.get(member.name());
            JsonNode besides = members.get("_" + member.name());
            if (!member.element().repeats()) {
                found.add(child(member, at.member(name), here, besides));
                continue;
            }
            int count = Math.max(here == null ? 0 : here.size(), besides == null ? 0 : besides.size());
            for (int i = 0; i < count; i++) {
                found.add(child(member, at.member(name).item(i), item(here, i), item(besides, i)));
            }
        }
        return found;
    }

    private Element child(JsonMember member, Location at, @Nullable JsonNode here, @Nullable JsonNode besides) {
        TypeDefinition ofChild = member.holdsResource() && here != null
                ? resourceType(definitions, here)
                : definitions.type(member.type().definition());
        return new Element(definitions, ofChild, member.element(), at, here, besides);
    }

    private static @Nullable JsonNode item(@Nullable JsonNode array, int index) {
        JsonNode item = array == null ? null : array.get(index);
        return item == null || item.isNull() ? null : item;
    }

    private static TypeDefinition resourceType(Definitions definitions, JsonNode resource) {
        return definitions.type(resource.path("resourceType").asString());
    }
}
