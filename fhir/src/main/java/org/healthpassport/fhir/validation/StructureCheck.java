package org.healthpassport.fhir.validation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.ElementDefinition;
import org.healthpassport.fhir.definition.JsonMember;
import org.healthpassport.fhir.definition.TypeDefinition;
import org.healthpassport.fhir.definition.TypeDefinition.Kind;
import org.healthpassport.fhir.element.Location;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares the members of one resource, at all levels, with the definitions (json.html); for one use. */
final class StructureCheck {
    private static final String RESOURCE_TYPE = "resourceType";

    /** Names that could never be FHIR's are not repeated to the client. */
    private static final Pattern PLAUSIBLE_NAME = Pattern.compile("_?[A-Za-z][A-Za-z0-9]{0,63}");

    private final Definitions definitions;
    private final PrimitiveFormats formats;
    private final ValueChecks values;
    private final FindingCollector findings;
    private final Set<String> elementIds = new HashSet<>();
    private final Set<String> containedIds = new HashSet<>();

    StructureCheck(Definitions definitions, PrimitiveFormats formats, ValueChecks values, FindingCollector findings) {
        this.definitions = definitions;
        this.formats = formats;
        this.values = values;
        this.findings = findings;
    }

    /** Checks a resource at the root, or one that is contained. */
    void checkResource(JsonNode resource, Location at) {
        if (!(resource instanceof ObjectNode object)) {
            findings.add(at, "must be a resource, which is a JSON object");
            return;
        }
        JsonNode name = object.path(RESOURCE_TYPE);
        definitions
                .resource(name.asString(""))
                .filter(type -> name.isString())
                .ifPresentOrElse(
                        type -> checkMembers(object, type, at),
                        () -> findings.add(at.member(RESOURCE_TYPE), "must be the name of a resource type of R4"));
    }

    /** Checks a contained resource, which must have an id to be referred to (references.html#contained). */
    private void checkContained(JsonNode resource, Location at) {
        JsonNode id = resource.path("id");
        if (id.isMissingNode()) {
            findings.add(at, "must have an id, as it is a contained resource");
        } else if (!containedIds.add(id.asString(""))) {
            findings.add(at.member("id"), "must differ from the ids of all other contained resources");
        }
        checkResource(resource, at);
    }

    private void checkMembers(ObjectNode object, TypeDefinition type, Location at) {
        Map<String, JsonMember> known = definitions.members(type);
        if (object.isEmpty()) {
            findings.add(at, "must have at least one member");
            return;
        }
        checkMissing(object, type, at);
        checkElementId(object, type, at);
        Map<String, String> taken = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (findings.isFull()) {
                return;
            }
            String name = entry.getKey();
            boolean sibling = name.startsWith("_");
            JsonMember member = known.get(sibling ? name.substring(1) : name);
            if (member == null || (sibling && !isPrimitive(member))) {
                checkUnknown(name, type, at);
                continue;
            }
            checkChoice(member, taken, at.member(name));
            if (!sibling) {
                checkMember(member, entry.getValue(), object.get("_" + name), at);
            } else if (!object.has(member.name())) {
                checkMember(member, null, entry.getValue(), at);
            }
        }
    }

    /** The ids of an ElementDefinition are paths, which snapshot and differential have both; sdf-16 and sdf-17 check them. */
    private void checkElementId(ObjectNode object, TypeDefinition type, Location at) {
        if (type.kind() != Kind.RESOURCE
                && !type.name().equals("ElementDefinition")
                && object.has("id")
                && !elementIds.add(object.get("id").asString(""))) {
            findings.add(at.member("id"), "must differ from the ids of all other elements");
        }
    }

    /** @param taken the member that each element has so far: a second one for the same element has another type */
    private void checkChoice(JsonMember member, Map<String, String> taken, Location here) {
        String name = member.element().name();
        String other = taken.put(name, member.name());
        if (other != null && !other.equals(member.name())) {
            findings.add(here, "must be the only '%s[x]'".formatted(name));
        }
    }

    private void checkMissing(ObjectNode object, TypeDefinition type, Location at) {
        for (ElementDefinition element : type.elements()) {
            if (element.min() > 0
                    && element.memberNames().noneMatch(name -> object.has(name) || object.has("_" + name))) {
                findings.add(at, "must have '%s'".formatted(element.name() + (element.choice() ? "[x]" : "")));
            }
        }
    }

    private void checkUnknown(String name, TypeDefinition type, Location at) {
        if (name.equals(RESOURCE_TYPE) && type.kind() == Kind.RESOURCE) {
            return;
        }
        boolean plausible = PLAUSIBLE_NAME.matcher(name).matches();
        findings.add(
                plausible ? at.member(name) : at,
                (plausible ? "must be a member of %s" : "must have only members of %s").formatted(type.name()));
    }

    /**
     * @param sibling the member with an underscore before the name, which has the id and the extensions of a primitive
     */
    private void checkMember(JsonMember member, @Nullable JsonNode value, @Nullable JsonNode sibling, Location at) {
        Location here = at.member(value == null ? "_" + member.name() : member.name());
        Location besides = at.member("_" + member.name());
        if (!member.element().repeats()) {
            checkValue(member, value, here, sibling, besides);
            return;
        }
        boolean valuesShaped = isFilledArray(value, here);
        boolean siblingsShaped = isFilledArray(sibling, besides);
        if (!valuesShaped || !siblingsShaped) {
            return;
        }
        int count = Math.max(value == null ? 0 : value.size(), sibling == null ? 0 : sibling.size());
        for (int i = 0; i < count && !findings.isFull(); i++) {
            checkValue(member, present(value, i), here.item(i), present(sibling, i), besides.item(i));
        }
    }

    private boolean isFilledArray(@Nullable JsonNode value, Location at) {
        if (value != null && (!value.isArray() || value.isEmpty())) {
            findings.add(at, "must be an array with at least one item");
            return false;
        }
        return true;
    }

    /**
     * The item of an array; in the two arrays of a primitive, null fills the place of an item that only the other one
     * has.
     */
    private static @Nullable JsonNode present(@Nullable JsonNode array, int index) {
        JsonNode item = array == null ? null : array.get(index);
        return item == null || item.isNull() ? null : item;
    }

    private void checkValue(
            JsonMember member, @Nullable JsonNode value, Location at, @Nullable JsonNode sibling, Location besides) {
        if (isPrimitive(member)) {
            checkPrimitive(member, value, at, sibling, besides);
        } else if (value == null) {
            findings.add(at, "must be an object, not null");
        } else if (member.isContained()) {
            checkContained(value, at);
        } else if (member.holdsResource()) {
            // Such as the resource of an entry: it has ids and contained resources of its own.
            new StructureCheck(definitions, formats, values, findings).checkResource(value, at);
        } else if (value instanceof ObjectNode object) {
            checkMembers(object, definitions.type(member.type().definition()), at);
            values.check(member, object, at, findings);
        } else {
            findings.add(at, "must be an object");
        }
    }

    private void checkPrimitive(
            JsonMember member, @Nullable JsonNode value, Location at, @Nullable JsonNode sibling, Location besides) {
        TypeDefinition type = definitions.type(member.type().definition());
        if (value == null && sibling == null) {
            findings.add(at, "must have a value or extensions");
        } else if (value == null && member.element().binding() != null) {
            findings.add(at, "must have a code");
        }
        if (value != null) {
            formats.problem(type, value)
                    .ifPresentOrElse(
                            problem -> findings.add(at, problem), () -> values.check(member, value, at, findings));
        }
        if (sibling instanceof ObjectNode object) {
            checkMembers(object, type, besides);
        } else if (sibling != null) {
            findings.add(besides, "must be an object");
        }
    }

    private boolean isPrimitive(JsonMember member) {
        return !member.holdsResource()
                && definitions.type(member.type().definition()).kind() == Kind.PRIMITIVE;
    }
}
