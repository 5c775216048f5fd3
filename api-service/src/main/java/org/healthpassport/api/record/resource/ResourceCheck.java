package org.healthpassport.api.record.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.record.key.SearchKeys;
import org.healthpassport.api.record.tag.OwnTags;
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
    /** Characters of all codes, and of all identifiers, as the head of the record has a copy of them. */
    private static final int KEYS_AT_MOST = 16 * 1024;

    private static final ResourceValidation VALIDATION = new ResourceValidation();

    private ResourceCheck() {}

    /**
     * @param recordId the id that the resource may have; null if it must have none
     * @param stated the tags that the service will state
     * @throws Refused with {@link InvalidInput} if it is not a valid resource of the patient
     */
    static SentResource check(ObjectNode resource, String patientId, @Nullable String recordId, OwnTags stated) {
        RecordType type = RecordType.of(resource.path("resourceType").asString(""))
                .orElseThrow(() -> InvalidInput.at("/resourceType", "must be one of " + RecordType.listed())
                        .asException());
        List<InvalidMember> errors = new ArrayList<>();
        if (resource.has("id") && !isText(resource.get("id"), recordId)) {
            errors.add(new InvalidMember(
                    "/id",
                    recordId == null ? "must be absent: the service assigns it" : "must be the id in the address"));
        }
        type.patient().ifPresent(element -> {
            if (!resource.has(element.name())) {
                resource.set(element.name(), SentResource.patientReference(resource, patientId));
            }
            String pointer = '/' + element.name() + "/reference";
            if (!isText(resource.at(pointer), SentResource.reference(patientId))) {
                errors.add(new InvalidMember(pointer, "must be the patient in the address"));
            }
        });
        SentResource sent = new SentResource(type, resource, stated.authorship());
        errors.addAll(FalseClaims.in(resource, stated));
        SearchKeys keys = sent.keys();
        if (SearchKeys.length(keys.codes()) > KEYS_AT_MOST) {
            errors.add(new InvalidMember(
                    pointerToSubjectMatter(type, resource),
                    "must have at most " + KEYS_AT_MOST + " characters in all codes of what it is about"));
        }
        if (SearchKeys.length(keys.identifiers()) > KEYS_AT_MOST) {
            errors.add(new InvalidMember(
                    "/identifier", "must have at most " + KEYS_AT_MOST + " characters in all systems and values"));
        }
        VALIDATION.validate(resource).stream()
                .map(finding -> new InvalidMember(finding.pointer(), finding.detail()))
                .forEach(errors::add);
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors).asException();
        }
        return sent;
    }

    /** The first member that the resource has of those that may name its subject matter. */
    private static String pointerToSubjectMatter(RecordType type, ObjectNode resource) {
        return type.about().stream()
                .map(path -> path.split("\\.", 2)[0])
                .flatMap(name -> resource.propertyStream()
                        .map(Map.Entry::getKey)
                        .filter(member -> member.matches(name + "([A-Z].*)?")))
                .findFirst()
                .map(member -> '/' + member)
                .orElse("");
    }

    /** @throws Refused with {@link ResourceRefusal.NotFhirJson} */
    static ObjectNode parse(byte[] body) {
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
