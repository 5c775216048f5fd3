package org.healthpassport.fhir.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.fhir.catalog.RecordType.Nature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A record as clinicians see it. It can be read out of any JSON, where invalid values count as absent. */
public final class ClinicalRecord {
    private static final String OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category";
    private static final String ABSENT_OR_UNKNOWN = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";

    private final RecordType type;
    private final ObjectNode resource;

    private ClinicalRecord(RecordType type, ObjectNode resource) {
        this.type = type;
        this.resource = resource;
    }

    /** The record that a resource is; empty if records cannot have its type. */
    public static Optional<ClinicalRecord> of(ObjectNode resource) {
        return RecordType.of(TypedValue.textOf(resource.path("resourceType")))
                .map(type -> new ClinicalRecord(type, resource));
    }

    public RecordType type() {
        return type;
    }

    /** The Reference to the patient; empty if there is none. */
    public Optional<ObjectNode> patientReference() {
        return type.patient()
                .map(element -> resource.path(element.name()))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast);
    }

    public SubjectMatter subjectMatter() {
        return SubjectMatter.of(type, resource, resource.path("contained"));
    }

    /** The time at which it was true of the patient; empty if it does not say. */
    public Optional<ClinicalDate> clinicalDate() {
        return ClinicalDate.of(type, resource);
    }

    /** The codes of its statuses, such as {@code active} and {@code confirmed}. */
    public List<String> statuses() {
        return type.statuses().stream()
                .flatMap(status -> status.in(resource))
                .distinct()
                .toList();
    }

    /** The way in which it holds, by the codes of its statuses. */
    public Standing standing() {
        return statuses().stream()
                .flatMap(code -> Standing.of(code, type.nature()).stream())
                .min(Comparator.naturalOrder())
                .orElse(type.nature() == Nature.EVENT ? Standing.DONE : Standing.CURRENT);
    }

    /** True if it says that the patient has nothing of the kind, or that nothing is known ("no known allergies"). */
    public boolean statesAbsence() {
        return subjectMatter().codings().stream()
                .anyMatch(coding -> coding.system().equals(ABSENT_OR_UNKNOWN));
    }

    /** The section of a passport to which it belongs; vital signs and habits have sections of their own. */
    public Section section() {
        return type == RecordType.OBSERVATION
                ? categories()
                        .flatMap(code -> switch (code) {
                            case "vital-signs" -> Stream.of(Section.VITAL_SIGNS);
                            case "social-history" -> Stream.of(Section.SOCIAL_HISTORY);
                            default -> Stream.of();
                        })
                        .min(Comparator.naturalOrder())
                        .orElse(type.section())
                : type.section();
    }

    private Stream<String> categories() {
        return resource.path("category")
                .valueStream()
                .flatMap(category -> category.path("coding").valueStream())
                .filter(coding -> TypedValue.textOf(coding.path("system")).equals(OBSERVATION_CATEGORY))
                .map((JsonNode coding) -> TypedValue.textOf(coding.path("code")));
    }
}
