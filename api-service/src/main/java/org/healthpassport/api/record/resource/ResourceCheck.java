package org.healthpassport.api.record.resource;

import java.util.ArrayList;
import java.util.List;
import org.healthpassport.api.fhir.json.FhirJson;
import org.healthpassport.api.fhir.json.MalformedJson;
import org.healthpassport.api.fhir.validation.ResourceValidation;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.Problem.InvalidMember;
import org.healthpassport.api.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says whether what a client sent is a valid resource of the patient. What is checked is what was sent, with the
 * patient at its end where that is missing: so it is complete, and every pointer is one into the client's own body.
 */
final class ResourceCheck {
    /** In characters, of all codes together: the head of the record has a copy of them. */
    private static final int CODES_AT_MOST = 16 * 1024;

    private final ResourceValidation validation = new ResourceValidation();

    /**
     * @param recordId the id that the resource may have; null where it may have none
     * @throws org.healthpassport.api.problem.ProblemException 400 for what is no JSON, 422 for what is no valid
     *     resource of the patient
     */
    SentResource check(byte[] body, String patientId, @Nullable String recordId) {
        ObjectNode resource = parse(body);
        RecordType type = RecordType.of(resource.path("resourceType").asString(""))
                .orElseThrow(() -> Problem.invalid("/resourceType", "is one of " + RecordType.listed())
                        .asException());
        if (!resource.has(type.patientMember())) {
            resource.set(type.patientMember(), SentResource.patientReference(resource, patientId));
        }
        SentResource sent = new SentResource(type, patientId, resource);
        List<InvalidMember> errors = new ArrayList<>();
        if (resource.has("id") && !isText(resource.get("id"), recordId)) {
            errors.add(new InvalidMember("/id", recordId == null ? "is given by the service" : "is another's"));
        }
        if (!isText(resource.at(type.patientPointer()), SentResource.reference(patientId))) {
            errors.add(new InvalidMember(type.patientPointer(), "is not the patient of the address"));
        }
        if (sent.codes().stream().mapToInt(Coding::length).sum() > CODES_AT_MOST) {
            errors.add(new InvalidMember(
                    '/' + type.codeMember() + "/coding", "has more codes than lists can be filtered by"));
        }
        validation.validate(resource).stream()
                .map(finding -> new InvalidMember(finding.pointer(), finding.detail()))
                .forEach(errors::add);
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors.toArray(InvalidMember[]::new)).asException();
        }
        return sent;
    }

    private static ObjectNode parse(byte[] body) {
        try {
            return FhirJson.parse(body);
        } catch (MalformedJson malformed) {
            String detail = String.valueOf(malformed.getMessage());
            Problem problem = Problem.of(ProblemType.MALFORMED_REQUEST, detail + '.');
            String pointer = malformed.pointer();
            throw (pointer == null ? problem : problem.at(pointer, detail)).asException();
        }
    }

    private static boolean isText(JsonNode node, @Nullable String text) {
        return node.isString() && node.stringValue().equals(text);
    }
}
