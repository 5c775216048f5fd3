package org.healthpassport.api.unreadable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;
import static org.healthpassport.api.sharing.SharingUnderTest.body;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.test.web.reactive.server.WebTestClient.RequestBodySpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Changes for a patient whose keys were damaged or deleted in the database. */
class DamagedKeysTest {
    private static final String KEYS = "subjectKeys";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final Damage damage = new Damage(api);
    private SignedIn patient;
    private String recordId;

    private enum Change {
        NEW_RECORD,
        NEW_VERSION,
        DELETION,
        NEW_QR_CODE,
        NEW_DOCUMENT,
        NEW_CONSENT
    }

    @BeforeEach
    void keepARecord() {
        patient = api.newPatient();
        recordId = sharing.record(patient, allergy("Dust"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayThatItCannotBeRead(Change change) {
        // given keys of somebody else
        damage.copyField(KEYS, patient.patientId(), api.newPatient().patientId(), "keysets");
        damage.forgetKeys(patient.patientId());

        // then
        JsonNode problem = body(asked(change).expectStatus().isEqualTo(500));
        assertThat(problem.get("type").asString()).isEqualTo("urn:healthpassport:problem:unreadable");
        assertThat(api.logged()).doesNotContain("SealBroken").contains("Expected to read " + patient.patientId());
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayThatNothingIsThereIfTheKeysAreGone(Change change) {
        // given
        damage.remove(KEYS, patient.patientId());
        damage.forgetKeys(patient.patientId());

        // then
        JsonNode problem = body(asked(change).expectStatus().isNotFound());
        assertThat(problem.get("type").asString()).isEqualTo("urn:healthpassport:problem:not-found");
        assertThat(api.logged()).doesNotContain("IllegalStateException: Expected keys");
    }

    private ResponseSpec asked(Change change) {
        return switch (change) {
            case NEW_RECORD -> written(api.client(patient).post().uri(records()));
            case NEW_VERSION ->
                written(api.client(patient)
                        .put()
                        .uri(records() + "/" + recordId)
                        .header("If-Match", "W/\"1\""));
            case DELETION ->
                api.client(patient)
                        .delete()
                        .uri(records() + "/" + recordId)
                        .header("If-Match", "W/\"1\"")
                        .exchange();
            case NEW_QR_CODE -> sharing.ask(patient, summaryLink());
            case NEW_DOCUMENT -> new UploadedDocuments(api).upload(patient, 1_000);
            case NEW_CONSENT ->
                new ConsentUnderTest(api)
                        .grant(
                                patient,
                                patient,
                                ConsentUnderTest.toHospital(new Members(api).hospital(), "RECORDS_READ"));
        };
    }

    private static ResponseSpec written(RequestBodySpec request) {
        return request.header("Content-Type", "application/fhir+json")
                .bodyValue(allergy("Pollen"))
                .exchange();
    }

    private String records() {
        return "/api/patients/" + patient.patientId() + "/records";
    }
}
