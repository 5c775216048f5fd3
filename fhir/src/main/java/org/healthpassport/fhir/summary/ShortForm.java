package org.healthpassport.fhir.summary;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.fhir.catalog.ClinicalRecord;
import org.healthpassport.fhir.catalog.PatientElement;
import org.healthpassport.fhir.catalog.StatusElement;
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The short form of a record that is too large for a summary: what it is about, whether it holds, when it was, and its other
 * small members, as far as there is room. Without it, a long description would hide that there is an allergy. It has the tag {@code SUBSETTED}, as FHIR demands of a
 * resource that is not complete (R4, resource.html#Meta).
 */
public final class ShortForm {
    /** The most bytes of a member that is taken as it is. */
    private static final int SMALL = 512;

    /** Bytes of all other small members together, such as the reactions to a substance. */
    private static final int ROOM = 2_048;

    private static final int LARGEST_META = 2_048;

    /** Members that change the meaning of others: without them, the short form would say something else. */
    private static final Set<String> MODIFIERS =
            Set.of("resourceType", "id", "modifierExtension", "implicitRules", "doNotPerform", "intent", "isSubpotent");

    /** The narrative tells of the whole record, and the tags are added at the end. */
    private static final Set<String> LEFT_OUT = Set.of("text", "meta", "contained");

    private static final String OBSERVATION_VALUE = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

    private final ClinicalRecord record;
    private final ObjectNode whole;

    private ShortForm(ClinicalRecord record, ObjectNode whole) {
        this.record = record;
        this.whole = whole;
    }

    /** A new resource; empty if the record has too much that changes its meaning. */
    public static Optional<ObjectNode> of(ObjectNode resource) {
        return ClinicalRecord.of(resource).flatMap(record -> new ShortForm(record, resource).shortened());
    }

    private Optional<ObjectNode> shortened() {
        Set<String> required = required();
        ObjectNode result = whole.objectNode();
        int room = ROOM;
        for (var member : whole.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            int size = size(name, value);
            if (required.contains(name)) {
                if (size > SMALL) {
                    return Optional.empty();
                }
                result.set(name, value);
            } else if (size <= SMALL && isEssential(name) && !refersToContained(value)) {
                result.set(name, value);
            } else if (isOneOf(record.type().about(), name)) {
                about(value).ifPresent(shorter -> result.set(name, shorter));
            } else if (size <= Math.min(SMALL, room) && !LEFT_OUT.contains(name) && !refersToContained(value)) {
                result.set(name, value);
                room -= size;
            }
        }
        result.set("meta", meta());
        return Optional.of(result);
    }

    /** The tags say who stands behind the record. Its profiles may demand what the short form does not have. */
    private ObjectNode meta() {
        JsonNode meta = whole.path("meta");
        ObjectNode result = meta.isObject() && size("meta", meta) <= LARGEST_META
                ? (ObjectNode) meta.deepCopy()
                : whole.objectNode();
        result.remove("profile");
        result.withArray("tag").addObject().put("system", OBSERVATION_VALUE).put("code", "SUBSETTED");
        return result;
    }

    private int size(String name, JsonNode value) {
        return FhirJson.write(whole.objectNode().set(name, value)).length;
    }

    private Set<String> required() {
        return Stream.of(
                        MODIFIERS.stream(),
                        record.type().patient().map(PatientElement::name).stream(),
                        record.type().statuses().stream().map(StatusElement::name))
                .flatMap(names -> names)
                .collect(Collectors.toSet());
    }

    private boolean isEssential(String member) {
        return isOneOf(record.type().about(), member) || isOneOf(record.type().when(), member);
    }

    /** The contained resources are not in the short form. */
    private static boolean refersToContained(JsonNode value) {
        return value.findValues("reference").stream()
                .anyMatch(reference -> reference.asString("").startsWith("#"));
    }

    /** The subject matter in the form of a value: a text, a CodeableConcept, a Reference or a Coding. */
    private Optional<JsonNode> about(JsonNode value) {
        String text = Excerpt.of(record.subjectMatter().text());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (value.isArray()) {
            return value.isEmpty()
                    ? Optional.empty()
                    : about(value.path(0)).map(first -> whole.arrayNode().add(first));
        }
        if (value.isObject()) {
            boolean concept = value.has("coding") || value.has("text");
            return Optional.of(whole.objectNode().put(concept ? "text" : "display", text));
        }
        return Optional.of(whole.stringNode(text));
    }

    /** Elements with a choice of types have members such as {@code onsetDateTime}. */
    private static boolean isOneOf(List<String> paths, String member) {
        return paths.stream()
                .map(path -> path.split("\\.", 2)[0])
                .anyMatch(name -> member.equals(name)
                        || (member.startsWith(name) && Character.isUpperCase(member.charAt(name.length()))));
    }
}
