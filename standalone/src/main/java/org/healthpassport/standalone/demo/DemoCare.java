package org.healthpassport.standalone.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthpassport.standalone.demo.DemoStaff.Clinic;
import tools.jackson.databind.JsonNode;

/** The care of one patient in the demo's hospital. Skips every step that was done before. */
final class DemoCare {
    private final Clinic clinic;
    private final DemoClient patient;
    private final String patientId;
    private final String path;

    DemoCare(Clinic clinic, DemoClient patient, String patientId) {
        this.clinic = clinic;
        this.patient = patient;
        this.patientId = patientId;
        this.path = "/api/patients/" + patientId;
    }

    /** The patient lets the doctors of the hospital read. */
    void consent() throws IOException, InterruptedException {
        if (given().isEmpty()) {
            Map<String, ?> grantee = Map.of("type", "HOSPITAL", "id", clinic.hospitalId());
            patient.post(
                            path + "/consents",
                            Map.of("grantee", grantee, "scopes", List.of("RECORDS_READ", "DOCUMENTS_READ")))
                    .require(201);
        }
    }

    /** The doctor reads the allergies, and then the patient revokes the consent. */
    void visit() throws IOException, InterruptedException {
        Optional<JsonNode> active = given().filter(consent -> hasText(consent, "status", "ACTIVE"));
        if (active.isPresent()) {
            readAllergies();
            patient.delete(path + "/consents/" + active.get().get("consentId").asString())
                    .require(204);
        }
    }

    /** The doctor takes emergency access and reads the allergies; the hospital reviews it, and the patient sees both. */
    void emergency() throws IOException, InterruptedException {
        if (taken().isEmpty()) {
            clinic.doctor()
                    .post(path + "/emergency-access", Map.of("reason", "Unconscious after a fall; allergies unknown."))
                    .require(201);
            readAllergies();
        }
        Optional<JsonNode> unreviewed = taken().filter(access -> !access.has("review"));
        if (unreviewed.isPresent()) {
            clinic.hospital()
                    .post(
                            emergencies() + '/' + unreviewed.get().get("id").asString() + "/review",
                            Map.of("finding", "JUSTIFIED", "note", "The doctor was on duty in the emergency room."))
                    .require(204);
            patient.get(path + "/accesses");
        }
    }

    private void readAllergies() throws IOException, InterruptedException {
        clinic.doctor().get(path + "/records?type=AllergyIntolerance");
    }

    private Optional<JsonNode> given() throws IOException, InterruptedException {
        return patient.oldest(path + "/consents", any -> true);
    }

    private Optional<JsonNode> taken() throws IOException, InterruptedException {
        return clinic.hospital().oldest(emergencies(), access -> hasText(access, "patientId", patientId));
    }

    private String emergencies() {
        return "/api/hospitals/" + clinic.hospitalId() + "/emergency-accesses";
    }

    private static boolean hasText(JsonNode node, String member, String text) {
        return node.path(member).asString("").equals(text);
    }
}
