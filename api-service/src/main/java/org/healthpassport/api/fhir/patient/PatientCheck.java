package org.healthpassport.api.fhir.patient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.fhir.FhirAddress;
import org.healthpassport.api.identity.member.MemberRules;
import org.healthpassport.api.patient.BirthDate;
import org.healthpassport.api.patient.PatientResource;
import org.healthpassport.api.patient.PatientState.Name;
import org.healthpassport.api.patient.PatientState.Written;
import org.healthpassport.api.record.resource.FalseClaims;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.validation.ResourceValidation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks a resource as the description of one patient: by the definition of {@code Patient}, and by the rules of an account
 * for the name and the birth date, which both have.
 */
final class PatientCheck {
    /** A photo belongs into the documents. */
    static final int LARGEST = 32 * 1024;

    private static final String META = "meta";
    private static final List<String> OF_THE_SERVICE = List.of("versionId", "lastUpdated");
    private static final ResourceValidation VALIDATION = new ResourceValidation();

    private final ObjectNode sent;
    private final MemberRules members = new MemberRules();

    private PatientCheck(ObjectNode sent) {
        this.sent = sent;
    }

    /**
     * The resource, if it describes the patient.
     *
     * @param today the date in UTC+14, where a day begins first
     * @throws Refused with {@link InvalidInput}, or {@link PatientRefusal.ResourceTooLarge}
     */
    static Written check(String patientId, ObjectNode sent, LocalDate today) {
        PatientCheck check = new PatientCheck(sent);
        check.byDefinition(patientId);
        return check.byRules(today);
    }

    private void byDefinition(String patientId) {
        if (!FhirAddress.PATIENT.equals(sent.path("resourceType").asString(""))) {
            throw InvalidInput.at("/resourceType", "must be Patient").asException();
        }
        if (sent.has("id") && !patientId.equals(sent.path("id").asString(""))) {
            members.refuse("/id", "must be the id in the address");
        }
        FalseClaims.in(sent).forEach(claim -> members.refuse(claim.pointer(), claim.detail()));
        VALIDATION.validate(sent).forEach(finding -> members.refuse(finding.pointer(), finding.detail()));
        members.ruling(() -> sent).orThrow();
    }

    private Written byRules(LocalDate today) {
        Name name = name(today);
        Optional<BirthDate> birthDate =
                members.birthDate(sent.path("birthDate").asStringOpt().orElse(null), today);
        return members.ruling(() -> new Written(json(), name, birthDate.orElseThrow()))
                .orThrow();
    }

    /** The name that the account shows. It must be one that the patient has today, in whatever time zone. */
    private Name name(LocalDate today) {
        Instant latestEnd = today.minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Optional<Integer> shown = PatientResource.shownName(sent)
                .filter(at -> !PatientResource.endOf(sent.path("name").path(at)).isBefore(latestEnd));
        if (shown.isEmpty()) {
            members.refuse("/name", "must have a current name with a given or a family name");
            return new Name(null, null);
        }
        JsonNode name = sent.path("name").path(shown.get());
        return members.personName(
                "/name/" + shown.get(),
                name.path("given").valueStream().map(part -> part.asString("")).collect(Collectors.joining(" ")),
                name.path("family").asString(""));
    }

    /** Without what the service sets. */
    private String json() {
        sent.remove("id");
        if (sent.path(META) instanceof ObjectNode meta) {
            meta.remove(OF_THE_SERVICE);
            if (meta.isEmpty()) {
                sent.remove(META);
            }
        }
        byte[] json = FhirJson.write(sent);
        if (json.length > LARGEST) {
            throw new PatientRefusal.ResourceTooLarge(LARGEST).asException();
        }
        return new String(json, UTF_8);
    }
}
