package org.healthpassport.api.identity.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.PersonLookedUp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class PersonApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static RecordedEvents recorded;

    private final Members members = new Members(api);
    private final SignedIn auditor = api.auditor();

    @BeforeAll
    static void listen() {
        recorded = new RecordedEvents(api, Topics.ACCESS);
    }

    @AfterAll
    static void stopListening() {
        recorded.close();
    }

    @Test
    void shouldTellWhoAPatientIsByEachOfTheirIdsAndBack() {
        // given
        SignedIn patient = api.newPatient();
        Map<String, Object> expected = Map.of(
                "accountId",
                patient.accountId(),
                "patientId",
                patient.patientId(),
                "role",
                "PATIENT",
                "status",
                "ACTIVE",
                "name",
                "Ada Example",
                "email",
                patient.email());

        // when, then
        assertThat(found(withId(patient.accountId()))).isEqualTo(expected);
        assertThat(found(withId(patient.patientId()))).isEqualTo(expected);
        assertThat(found(withEmail(patient.email().toUpperCase(Locale.ROOT)))).isEqualTo(expected);
    }

    @Test
    void shouldTellWhoHospitalsDoctorsAndAuditorsAre() {
        // given
        Member hospital = members.hospital();
        Member doctor = members.pendingDoctor(hospital);

        // when, then
        assertThat(found(withId(hospital.accountId())))
                .containsEntry("organizationName", "General Hospital")
                .containsEntry("hospitalId", hospital.hospitalId())
                .doesNotContainKeys("name", "patientId");
        assertThat(found(withEmail(doctor.signedIn().email())))
                .containsEntry("accountId", doctor.accountId())
                .containsEntry("status", "PENDING")
                .containsEntry("name", "Grace Example")
                .containsEntry("licenseNumber", "L-77")
                .containsEntry("hospitalId", hospital.hospitalId());
        assertThat(found(withId(auditor.accountId()))).containsEntry("role", "AUDITOR");
    }

    @Test
    void shouldTellAFurtherAdministratorFromTheHospital() {
        // given
        Member hospital = members.hospital();
        String email = UUID.randomUUID() + "@example.org";
        api.client(hospital.signedIn())
                .post()
                .uri("/api/hospitals/{id}/administrators", hospital.hospitalId())
                .bodyValue(Map.of("email", email, "name", Map.of("given", "Florence", "family", "Example")))
                .exchange()
                .expectStatus()
                .isCreated();

        // when, then
        assertThat(found(withEmail(email)))
                .containsEntry("role", "HOSPITAL")
                .containsEntry("name", "Florence Example")
                .containsEntry("hospitalId", hospital.hospitalId())
                .doesNotContainKey("organizationName");
    }

    @Test
    void shouldTellWhoClosedTheirAccount() {
        // given
        SignedIn patient = api.newPatient();
        api.client(patient)
                .post()
                .uri("/api/me/closure")
                .bodyValue(Map.of("password", ApiUnderTest.PASSWORD))
                .exchange()
                .expectStatus()
                .isNoContent();

        // when, then
        assertThat(found(withId(patient.patientId())))
                .containsEntry("status", "CLOSED")
                .containsEntry("name", "Ada Example");
    }

    @Test
    void shouldTellWhatIsLeftOfAnErasedPatient() {
        // given
        SignedIn nameless = api.newPatient();
        SignedIn gone = api.newPatient();
        SubjectKeyRing keys = api.bean(SubjectKeyRing.class);
        keys.destroy(nameless.patientId()).block(PATIENCE);
        keys.destroy(gone.patientId()).block(PATIENCE);
        keys.destroy(gone.accountId()).block(PATIENCE);

        // when, then
        assertThat(found(withId(nameless.patientId())))
                .containsEntry("accountId", nameless.accountId())
                .doesNotContainKey("name");
        assertThat(found(withId(gone.patientId()))).isEqualTo(Map.of("patientId", gone.patientId()));
        withId(gone.accountId()).expectStatus().isNotFound();
        withEmail(gone.email()).expectStatus().isNotFound();
    }

    @Test
    void shouldRecordWhoWasLookedUpWithoutTheEmail() {
        // given
        SignedIn patient = api.newPatient();

        // when
        withEmail(patient.email()).expectStatus().isOk();

        // then
        Event lookedUp = recorded.one(this::isByAuditor);
        assertThat(lookedUp.payload(PersonLookedUp.class))
                .isEqualTo(new PersonLookedUp(patient.accountId(), patient.patientId()));
        assertThat(lookedUp.key()).isEqualTo(patient.patientId());
        assertThat(lookedUp.stamp().getPatient()).isEqualTo(recorded.pseudonym(patient.patientId()));
        assertThat(lookedUp.stamp().getActorRole()).isEqualTo("AUDITOR");
        assertThat(lookedUp.stamp().getOutcome()).isZero();
        assertThat(recorded.detail(lookedUp).get("resourceId").asString()).isEqualTo(patient.accountId());
        assertThat(recorded.detail(lookedUp).toString()).doesNotContain("@", "Ada");
    }

    @ParameterizedTest
    @CsvSource({"/0199f1a4-0c58-7d41-9be2-7f06c5d83a14, 404", "?email=nobody@example.org, 404"})
    void shouldRecordThatNobodyWasFound(String rest, int status) {
        // when
        ask("/api/people" + rest).expectStatus().isEqualTo(status);

        // then
        Event lookedUp = recorded.one(this::isByAuditor);
        assertThat(lookedUp.payload(PersonLookedUp.class)).isEqualTo(new PersonLookedUp(null, null));
        assertThat(lookedUp.stamp().getOutcome()).isEqualTo(4);
        assertThat(recorded.detail(lookedUp).toString()).doesNotContain("@");
    }

    @ParameterizedTest
    @CsvSource({"/ada", "?email=ada", "?email=", "''"})
    void shouldRefuseWhatIsNeitherAnIdNorAnEmail(String rest) {
        ask("/api/people" + rest).expectStatus().isBadRequest().expectHeader().contentType("application/problem+json");
    }

    @Test
    void shouldTellNobodyElse() {
        // given
        SignedIn patient = api.newPatient();

        // when, then
        for (SignedIn other :
                new SignedIn[] {patient, api.administrator(), members.hospital().signedIn()}) {
            api.client(other)
                    .get()
                    .uri("/api/people/" + patient.accountId())
                    .exchange()
                    .expectStatus()
                    .isForbidden();
            recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                    && event.stamp().getActor().equals(other.accountId()));
        }
    }

    private boolean isByAuditor(Event event) {
        return event.type() == EventType.PERSON_LOOKED_UP
                && event.stamp().getActor().equals(auditor.accountId());
    }

    private ResponseSpec withId(String id) {
        return ask("/api/people/" + id);
    }

    private ResponseSpec withEmail(String email) {
        return ask("/api/people?email=" + email);
    }

    private ResponseSpec ask(String path) {
        return api.client(auditor).get().uri(path).exchange();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> found(ResponseSpec answer) {
        return answer.expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
    }
}
