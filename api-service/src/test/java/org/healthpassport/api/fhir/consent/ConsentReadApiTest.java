package org.healthpassport.api.fhir.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.fhir.FhirClient;
import org.healthpassport.api.fhir.FhirClient.Answer;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.fhir.validation.ResourceValidation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class ConsentReadApiTest {
    private static final String CONSENTS = "/fhir/Consent/";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final FhirClient fhir = new FhirClient(api);
    private final ConsentUnderTest consents = new ConsentUnderTest(api);
    private final Members members = new Members(api);
    private final SignedIn patient = api.newPatient();

    @Test
    void shouldDescribeAConsentToADoctor() {
        // given
        Member doctor = members.doctor(members.hospital());
        Instant end = Instant.now().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS);
        Map<String, Object> grant = ConsentUnderTest.toDoctor(doctor, "RECORDS_READ", "DOCUMENTS_WRITE");
        grant.put("expiresAt", end.toString());
        String id = consents.granted(patient, grant);

        // when
        JsonNode consent = valid(fhir.get(patient, CONSENTS + id));

        // then
        assertThat(consent.path("id").asString()).isEqualTo(id);
        assertThat(consent.path("status").asString()).isEqualTo("active");
        assertThat(consent.at("/scope/coding/0/code").asString()).isEqualTo("patient-privacy");
        assertThat(consent.at("/patient/reference").asString()).isEqualTo("Patient/" + patient.patientId());
        assertThat(consent.at("/policyRule/coding/0/code").asString()).isEqualTo("OPTIN");
        JsonNode provision = consent.path("provision");
        assertThat(provision.path("type").asString()).isEqualTo("permit");
        assertThat(provision.at("/period/start").asString())
                .isEqualTo(consent.path("dateTime").asString());
        assertThat(provision.at("/period/end").asString()).isEqualTo(end.toString());
        assertThat(provision.at("/actor/0/role/coding/0/code").asString()).isEqualTo("IRCP");
        assertThat(provision.at("/actor/0/reference/type").asString()).isEqualTo("Practitioner");
        assertThat(provision.at("/actor/0/reference/identifier/value").asString())
                .isEqualTo(doctor.accountId());
        assertThat(provision.at("/actor/0/reference/display").asString()).isNotEmpty();
        assertThat(actions(provision)).containsExactly("access");
        assertThat(classes(provision)).contains("Patient", "AllergyIntolerance", "DocumentReference", "Binary");
        assertThat(actions(provision.at("/provision/0"))).containsExactly("correct");
        assertThat(classes(provision.at("/provision/0"))).containsExactly("DocumentReference", "Binary");
    }

    @Test
    void shouldDescribeAnApprovedRequestOfAHospitalButNoneThatIsOpen() {
        // given
        Member hospital = members.hospital();
        String id = consents.asked(hospital, patient, "DOCUMENTS_READ", "DOCUMENTS_WRITE");
        int open = fhir.get(patient, CONSENTS + id).status();
        consents.approve(patient, patient, id, "DOCUMENTS_WRITE")
                .expectStatus()
                .isOk()
                .expectBody();

        // when
        JsonNode provision = valid(fhir.get(patient, CONSENTS + id)).path("provision");

        // then
        assertThat(open).isEqualTo(404);
        assertThat(provision.at("/actor/0/reference/type").asString()).isEqualTo("Organization");
        assertThat(provision.at("/actor/0/reference/identifier/value").asString())
                .isEqualTo(hospital.hospitalId());
        assertThat(provision.at("/period").has("end")).isFalse();
        assertThat(actions(provision)).containsExactly("access", "correct");
        assertThat(classes(provision)).containsExactly("DocumentReference", "Binary");
        assertThat(provision.has("provision")).isFalse();
    }

    @Test
    void shouldBeInactiveOnceItIsRevokedOrOver() {
        // given
        Member doctor = members.doctor(members.hospital());
        String revoked = consents.granted(patient, ConsentUnderTest.toDoctor(doctor, "RECORDS_READ"));
        consents.revoke(patient, patient, revoked).expectStatus().isNoContent().expectBody();
        Map<String, Object> shortly = ConsentUnderTest.toDoctor(doctor, "RECORDS_READ");
        shortly.put("expiresAt", Instant.now().plusSeconds(2).toString());
        String over = consents.granted(patient, shortly);

        // then
        assertThat(status(revoked)).isEqualTo("inactive");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(status(over)).isEqualTo("inactive"));
    }

    @Test
    void shouldShowConsentsToThosePeopleAloneWhoDecideAboutThem() {
        // given
        Member doctor = members.doctor(members.hospital());
        String id = consents.granted(patient, ConsentUnderTest.toDoctor(doctor, "RECORDS_READ"));
        Answer unknown = fhir.get(patient, CONSENTS + UUID.randomUUID());

        // then
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(fhir.get(doctor.signedIn(), CONSENTS + id).status()).isEqualTo(403);
        for (SignedIn stranger :
                List.of(api.newPatient(), members.doctor(members.hospital()).signedIn())) {
            Answer hidden = fhir.get(stranger, CONSENTS + id);
            assertThat(hidden.status()).isEqualTo(404);
            assertThat(withoutRequestId(hidden)).isEqualTo(withoutRequestId(unknown));
        }
        assertThat(fhir.get(null, CONSENTS + id).status()).isEqualTo(401);
    }

    private String status(String consentId) {
        return valid(fhir.get(patient, CONSENTS + consentId)).path("status").asString();
    }

    private static JsonNode valid(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(new ResourceValidation()
                        .validate(FhirJson.parse(answer.text().getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
        return answer.json();
    }

    private static List<String> actions(JsonNode provision) {
        return provision
                .path("action")
                .valueStream()
                .map(action -> action.at("/coding/0/code").asString())
                .toList();
    }

    private static List<String> classes(JsonNode provision) {
        return provision
                .path("class")
                .valueStream()
                .map(coding -> coding.path("code").asString())
                .toList();
    }

    private static String withoutRequestId(Answer answer) {
        return answer.text().replaceFirst("\"id\":\"[^\"]*\"", "");
    }
}
