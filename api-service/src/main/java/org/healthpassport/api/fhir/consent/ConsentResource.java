package org.healthpassport.api.fhir.consent;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.consent.ConsentScope;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.api.consent.Grantee;
import org.healthpassport.api.fhir.FhirAddress;
import org.healthpassport.events.consent.GranteeType;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A consent as FHIR {@code Consent} (R4, consent.html): one provision that permits the grantee to access resources of some
 * types, and one inside it if they may write only some of these. It does not say who of the patient's side gave the consent,
 * as the service keeps that in the audit log.
 */
final class ConsentResource {
    private static final String V3 = "http://terminology.hl7.org/CodeSystem/v3-";
    private static final String SCOPES = "http://terminology.hl7.org/CodeSystem/consentscope";
    private static final String ACTIONS = "http://terminology.hl7.org/CodeSystem/consentaction";
    private static final String TYPES = "http://hl7.org/fhir/resource-types";
    private static final String LOINC = "http://loinc.org";

    private static final String READ = "access";
    private static final String WRITE = "correct";
    private static final List<String> RECORDS = Stream.concat(
                    Stream.of(FhirAddress.PATIENT),
                    Arrays.stream(RecordType.values()).map(RecordType::fhirName))
            .toList();
    private static final List<String> DOCUMENTS = List.of("DocumentReference", "Binary");

    private ConsentResource() {}

    /**
     * FHIR JSON.
     *
     * @param consent that was granted
     */
    static byte[] of(Snapshot<ConsentState> consent, Optional<String> granteeName, Instant now) {
        ConsentState state = consent.state();
        String grantedAt = String.valueOf(state.grantedAt());
        ObjectNode resource = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Consent")
                .put("id", consent.id())
                .put("status", state.allowsAt(now) ? "active" : "inactive");
        code(resource.putObject("scope"), SCOPES, "patient-privacy");
        ArrayNode category = resource.putArray("category");
        code(category.addObject(), LOINC, "59284-0");
        code(category.addObject(), V3 + "ActCode", "INFA");
        resource.putObject("patient").put("reference", "Patient/" + state.patientId());
        resource.put("dateTime", grantedAt);
        code(resource.putObject("policyRule"), V3 + "ActCode", "OPTIN");
        ObjectNode provision = resource.putObject("provision").put("type", "permit");
        ObjectNode period = provision.putObject("period").put("start", grantedAt);
        if (state.expiresAt() != null) {
            period.put("end", state.expiresAt().toString());
        }
        ObjectNode actor = provision.putArray("actor").addObject();
        code(actor.putObject("role"), V3 + "ParticipationType", "IRCP");
        actor.set("reference", reference(state.grantee(), granteeName));
        permit(provision, state.scopes());
        return FhirJson.write(resource);
    }

    private static void permit(ObjectNode provision, Set<ConsentScope> scopes) {
        List<String> readable = types(
                scopes.contains(ConsentScope.RECORDS_READ) || scopes.contains(ConsentScope.RECORDS_WRITE),
                scopes.contains(ConsentScope.DOCUMENTS_READ) || scopes.contains(ConsentScope.DOCUMENTS_WRITE));
        List<String> writable =
                types(scopes.contains(ConsentScope.RECORDS_WRITE), scopes.contains(ConsentScope.DOCUMENTS_WRITE));
        boolean writesAll = writable.equals(readable);
        permit(provision, writesAll ? List.of(READ, WRITE) : List.of(READ), readable);
        if (!writesAll && !writable.isEmpty()) {
            permit(provision.putArray("provision").addObject().put("type", "permit"), List.of(WRITE), writable);
        }
    }

    private static List<String> types(boolean records, boolean documents) {
        return Stream.concat(
                        records ? RECORDS.stream() : Stream.empty(), documents ? DOCUMENTS.stream() : Stream.empty())
                .toList();
    }

    private static void permit(ObjectNode provision, List<String> actions, List<String> types) {
        ArrayNode action = provision.putArray("action");
        actions.forEach(one -> code(action.addObject(), ACTIONS, one));
        ArrayNode classes = provision.putArray("class");
        types.forEach(type -> classes.addObject().put("system", TYPES).put("code", type));
    }

    private static ObjectNode reference(Grantee grantee, Optional<String> name) {
        boolean isHospital = grantee.type() == GranteeType.HOSPITAL;
        ObjectNode reference =
                JsonNodeFactory.instance.objectNode().put("type", isHospital ? "Organization" : "Practitioner");
        reference
                .putObject("identifier")
                .put("system", isHospital ? "urn:healthpassport:hospital" : "urn:healthpassport:account")
                .put("value", grantee.id());
        name.ifPresent(known -> reference.put("display", known));
        return reference;
    }

    private static void code(ObjectNode concept, String system, String code) {
        concept.putArray("coding").addObject().put("system", system).put("code", code);
    }
}
