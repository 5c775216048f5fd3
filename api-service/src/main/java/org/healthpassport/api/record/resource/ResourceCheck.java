package org.healthpassport.api.record.resource;

import java.util.ArrayList;
import java.util.List;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.json.MalformedJson;
import org.healthpassport.fhir.validation.ResourceValidation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks that the body of a request is a valid resource of the patient. If the reference to the patient is missing, it
 * is appended before the check, so every JSON pointer in an error is valid for the client's own body.
 */
final class ResourceCheck {
    /** Characters of all codes together, as the head of the record has a copy of them. */
    private static final int CODES_AT_MOST = 16 * 1024;

    private final ResourceValidation validation = new ResourceValidation();

    /**
     * @param recordId the id that the resource may have; null if it must have none
     * @throws Refused {@link ResourceRefusal.NotFhirJson}, or {@link InvalidInput} if the body is not a valid resource of
     *     the patient
     */
    SentResource check(byte[] body, String patientId, @Nullable String recordId) {
        ObjectNode resource = parse(body);
        RecordType type = RecordType.of(resource.path("resourceType").asString(""))
                .orElseThrow(() -> InvalidInput.at("/resourceType", "must be one of " + RecordType.listed())
                        .asException());
        List<InvalidMember> errors = new ArrayList<>();
        type.patient().ifPresent(element -> {
            if (!resource.has(element.name())) {
                resource.set(element.name(), SentResource.patientReference(resource, patientId));
            }
            String pointer = '/' + element.name() + "/reference";
            if (!isText(resource.at(pointer), SentResource.reference(patientId))) {
                errors.add(new InvalidMember(pointer, "must be the patient in the address"));
            }
        });
        SentResource sent = new SentResource(type, resource);
        if (resource.has("id") && !isText(resource.get("id"), recordId)) {
            errors.add(new InvalidMember(
                    "/id",
                    recordId == null ? "must be absent: the service assigns it" : "must be the id in the address"));
        }
        if (sent.codes().stream().mapToInt(Coding::length).sum() > CODES_AT_MOST) {
            errors.add(new InvalidMember(
                    "/" + type.about().get(0).replace('.', '/'),
                    "must have at most " + CODES_AT_MOST + " characters in all codes of what it is about"));
        }
        validation.validate(resource).stream()
                .map(finding -> new InvalidMember(finding.pointer(), finding.detail()))
                .forEach(errors::add);
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors).asException();
        }
        return sent;
    }

    private static ObjectNode parse(byte[] body) {
        try {
            return FhirJson.parse(body);
        } catch (MalformedJson malformed) {
            throw new ResourceRefusal.NotFhirJson(malformed.requirement(), malformed.pointer()).asException();
        }
    }

    private static boolean isText(JsonNode node, @Nullable String text) {
        return node.isString() && node.stringValue().equals(text);
    }
}
