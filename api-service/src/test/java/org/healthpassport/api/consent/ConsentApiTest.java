package org.healthpassport.api.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.consent.ConsentUnderTest.body;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.healthpassport.api.consent.ConsentUnderTest.toDoctor;
import static org.healthpassport.api.consent.ConsentUnderTest.toHospital;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.AtOnce;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.consent.ConsentGranted;
import org.healthpassport.events.consent.ConsentRevoked;
import org.healthpassport.events.consent.GranteeType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Patients allow doctors and hospitals to see their data, over HTTP. */
class ConsentApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final Members members = new Members(api);
    private static Member hospital;
    private static Member doctor;
    private static Member colleague;
    private static Member elsewhere;

    private final ConsentUnderTest consents = new ConsentUnderTest(api);
    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private SignedIn patient;

    @BeforeAll
    static void register() {
        hospital = members.hospital();
        doctor = members.doctor(hospital);
        colleague = members.doctor(hospital);
        elsewhere = members.doctor(members.hospital());
    }

    @BeforeEach
    void registerPatient() {
        patient = api.newPatient();
    }

    @Test
    void shouldShowNoPatientsToAHospitalThatMayNotAct() {
        // given
        Member own = members.hospital();
        Member ownDoctor = members.doctor(own);
        SignedIn administrator = members.furtherAdministrator(own).signedIn();
        consents.granted(patient, toHospital(own, "RECORDS_READ"));
        consents.granted(patient, toDoctor(ownDoctor, "DOCUMENTS_READ"));
        assertThat(consents.items(administrator, "/api/me/patients")).hasSize(1);
        assertThat(consents.items(ownDoctor.signedIn(), "/api/me/patients")).hasSize(2);

        // when
        consents.post(api.administrator(), "/api/admin/accounts/" + own.accountId() + "/suspension", Map.of())
                .expectStatus()
                .isNoContent();

        // then
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            consents.get(administrator, "/api/me/patients").expectStatus().isForbidden();
            recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                    && event.stamp().getActor().equals(administrator.accountId()));
        }
        assertThat(consents.items(ownDoctor.signedIn(), "/api/me/patients"))
                .singleElement()
                .satisfies(item ->
                        assertThat((Object) ((Map<?, ?>) item).get("grantee")).isEqualTo("DOCTOR"));

        // when the suspension is lifted
        consents.post(api.administrator(), "/api/admin/accounts/" + own.accountId() + "/activation", Map.of())
                .expectStatus()
                .isNoContent();

        // then
        assertThat(consents.items(administrator, "/api/me/patients")).hasSize(1);
    }

    @Test
    void shouldBoundTheActiveConsents() throws Exception {
        // given
        SignedIn busy = api.newPatient();
        Member another = new Members(api).hospital();
        String first = consents.granted(busy, toHospital(another, "RECORDS_READ"));
        for (int i = 1; i < 192; i++) {
            consents.granted(busy, toHospital(another, "RECORDS_READ"));
        }
        String request = consents.asked(new Members(api).doctor(another), busy, "RECORDS_READ");
        List<String> requests = List.of(
                consents.asked(new Members(api).doctor(another), busy, "RECORDS_READ"),
                consents.asked(another, busy, "RECORDS_READ"));

        // when
        List<Integer> answers = AtOnce.statuses(
                48,
                number -> number < requests.size()
                        ? consents.approve(busy, busy, requests.get(number), "RECORDS_READ")
                        : consents.grant(busy, busy, toHospital(another, "RECORDS_READ")));

        // then
        assertThat(answers).isSubsetOf(200, 201, 409);
        assertThat(answers).filteredOn(status -> status < 300).hasSize(8);

        consents.grant(busy, busy, toHospital(another, "RECORDS_READ"))
                .expectStatus()
                .isEqualTo(409);
        consents.approve(busy, busy, request, "RECORDS_READ").expectStatus().isEqualTo(409);
        consents.revoke(busy, busy, first).expectStatus().isNoContent();
        consents.approve(busy, busy, request, "RECORDS_READ").expectStatus().isOk();
        consents.grant(busy, busy, toHospital(another, "RECORDS_READ"))
                .expectStatus()
                .isEqualTo(409);
    }

    @Test
    void shouldLetTheDoctorReadUntilItIsRevoked() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT, Topics.ACCESS)) {
            // given
            sharing.record(patient, allergy("Penicillin"));
            consents.readRecords(doctor, patient).expectStatus().isNotFound();

            // when
            String consentId = consents.granted(patient, toDoctor(doctor, "RECORDS_READ"));

            // then
            assertThat(consents.items(doctor.signedIn(), path(patient) + "/records"))
                    .hasSize(1);
            consents.readRecords(colleague, patient).expectStatus().isNotFound();
            Event read = recorded.one(event -> event.type() == EventType.DATA_READ
                    && event.stamp().getActor().equals(doctor.accountId()));
            DataRead seen = read.payload(DataRead.class);
            assertThat(seen.getRight()).isEqualTo(AccessRight.CONSENT);
            assertThat(seen.getConsentId()).isEqualTo(consentId);
            assertThat(read.stamp().getPurpose()).isEqualTo("TREAT");
            JsonNode detail = recorded.detail(read);
            assertThat(detail.get("right").asString()).isEqualTo("CONSENT");
            assertThat(detail.get("consentId").asString()).isEqualTo(consentId);
            assertThat(recorded.one(of(patient, EventType.CONSENT_GRANTED)).payload(ConsentGranted.class))
                    .isEqualTo(new ConsentGranted(
                            consentId,
                            patient.patientId(),
                            GranteeType.DOCTOR,
                            doctor.accountId(),
                            List.of("RECORDS_READ")));

            // when it is revoked
            consents.revoke(patient, patient, consentId).expectStatus().isNoContent();

            // then
            consents.readRecords(doctor, patient).expectStatus().isNotFound();
            consents.revoke(patient, patient, consentId).expectStatus().isNoContent();
            assertThat(recorded.one(of(patient, EventType.CONSENT_REVOKED)).payload(ConsentRevoked.class))
                    .isEqualTo(
                            new ConsentRevoked(consentId, patient.patientId(), GranteeType.DOCTOR, doctor.accountId()));
        }
    }

    @Test
    void shouldLetTheDoctorsOfAHospitalUseItsConsentAndNobodyElse() {
        // given
        consents.granted(patient, toHospital(hospital, "RECORDS_READ"));

        // when, then
        consents.readRecords(doctor, patient).expectStatus().isOk();
        consents.readRecords(colleague, patient).expectStatus().isOk();
        consents.readRecords(elsewhere, patient).expectStatus().isNotFound();
        consents.readRecords(hospital, patient).expectStatus().isNotFound();
        consents.readRecords(members.pendingDoctor(hospital), patient)
                .expectStatus()
                .isForbidden();
    }

    @Test
    void shouldEndTheConsentOfAHospitalWithItsSuspension() {
        // given
        Member other = members.hospital();
        Member itsDoctor = members.doctor(other);
        consents.granted(patient, toHospital(other, "RECORDS_READ"));
        consents.readRecords(itsDoctor, patient).expectStatus().isOk();

        // when
        consents.post(api.administrator(), "/api/admin/accounts/" + other.accountId() + "/suspension", Map.of())
                .expectStatus()
                .isNoContent();

        // then
        consents.readRecords(itsDoctor, patient).expectStatus().isNotFound();
    }

    @Test
    void shouldLeaveTheConsentBehindWhenTheDoctorMoves() {
        // given
        Member mover = members.doctor(hospital);
        consents.granted(patient, toHospital(hospital, "RECORDS_READ"));
        Member next = members.hospital();

        // when
        consents.post(mover.signedIn(), "/api/me/hospital", Map.of("hospitalId", next.hospitalId()))
                .expectStatus()
                .isOk();
        members.activateDoctor(next, mover.accountId()).expectStatus().isNoContent();

        // then
        consents.readRecords(mover, patient).expectStatus().isNotFound();
    }

    @ParameterizedTest
    @CsvSource({
        "RECORDS_READ, 200, 403, 403, 403",
        "RECORDS_WRITE, 200, 201, 403, 403",
        "DOCUMENTS_READ, 403, 403, 200, 403",
        "DOCUMENTS_WRITE, 403, 403, 200, 403"
    })
    void shouldAllowWhatTheScopeSaysAndNothingElse(
            String scope, int readRecords, int createRecord, int readDocuments, int share) {
        // given
        consents.granted(patient, toDoctor(doctor, scope));

        // when, then
        consents.readRecords(doctor, patient).expectStatus().isEqualTo(readRecords);
        api.client(doctor.signedIn())
                .post()
                .uri(path(patient) + "/records")
                .header("Content-Type", "application/fhir+json")
                .bodyValue(allergy("Latex"))
                .exchange()
                .expectStatus()
                .isEqualTo(createRecord);
        consents.get(doctor.signedIn(), path(patient) + "/documents")
                .expectStatus()
                .isEqualTo(readDocuments);
        consents.post(
                        doctor.signedIn(),
                        path(patient) + "/qr-codes",
                        Map.of("kind", "HEALTH_LINK", "content", Map.of("summary", true)))
                .expectStatus()
                .isEqualTo(share);
        consents.grant(doctor.signedIn(), patient, toDoctor(colleague, "RECORDS_READ"))
                .expectStatus()
                .isForbidden();
        consents.get(doctor.signedIn(), path(patient) + "/consents")
                .expectStatus()
                .isForbidden();
    }

    /** A link opens to anybody, but only what its maker may read. */
    @Test
    void shouldEndTheDownloadLinksOfTheDoctorWithTheConsent() {
        // given
        String documentId = new UploadedDocuments(api).storedPdf(patient, 400);
        String consentId = consents.granted(patient, toDoctor(doctor, "DOCUMENTS_READ"));
        String links = path(patient) + "/documents/" + documentId + "/download-links";
        String ofDoctor = linkIn(consents.post(doctor.signedIn(), links, Map.of()));
        String ofPatient = linkIn(consents.post(patient, links, Map.of()));
        open(ofDoctor).expectStatus().isOk().expectBody().returnResult();

        // when
        consents.revoke(patient, patient, consentId).expectStatus().isNoContent();

        // then
        open(ofDoctor).expectStatus().isNotFound();
        open(ofPatient).expectStatus().isOk().expectBody().returnResult();
    }

    /** A link that came back to life with another consent would open what was revoked. */
    @Test
    void shouldNotOpenTheDownloadLinksOfOneConsentByAnother() {
        // given
        String documentId = new UploadedDocuments(api).storedPdf(patient, 400);
        String consentId = consents.granted(patient, toDoctor(doctor, "DOCUMENTS_READ"));
        String link = linkIn(consents.post(
                doctor.signedIn(), path(patient) + "/documents/" + documentId + "/download-links", Map.of()));
        consents.granted(patient, toHospital(hospital, "DOCUMENTS_READ"));
        open(link).expectStatus().isOk().expectBody().returnResult();

        // when
        consents.revoke(patient, patient, consentId).expectStatus().isNoContent();
        consents.granted(patient, toDoctor(doctor, "DOCUMENTS_READ"));

        // then
        open(link).expectStatus().isNotFound();
    }

    @Test
    void shouldNameTheMakerAndTheConsentOfALinkThatIsOpened() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            String documentId = new UploadedDocuments(api).storedPdf(patient, 400);
            String consentId = consents.granted(patient, toDoctor(doctor, "DOCUMENTS_WRITE"));
            String link = linkIn(consents.post(
                    doctor.signedIn(), path(patient) + "/documents/" + documentId + "/download-links", Map.of()));

            // when
            open(link).expectStatus().isOk().expectBody().returnResult();

            // then
            Event opened = recorded.one(of(patient, EventType.LINK_OPENED));
            assertThat(opened.stamp().getActorRole()).isEqualTo("ANONYMOUS");
            assertThat(opened.stamp().getPurpose()).isEqualTo("TREAT");
            JsonNode detail = recorded.detail(opened);
            assertThat(detail.get("right").asString()).isEqualTo("CONSENT");
            assertThat(detail.get("consentId").asString()).isEqualTo(consentId);
            assertThat(detail.get("accountId").asString()).isEqualTo(doctor.accountId());
        }
    }

    @Test
    void shouldAddUpWhatSeveralConsentsAllow() {
        // given
        consents.granted(patient, toDoctor(doctor, "RECORDS_READ"));
        String documents = consents.granted(patient, toHospital(hospital, "DOCUMENTS_READ"));

        // when, then
        consents.readRecords(doctor, patient).expectStatus().isOk();
        consents.get(doctor.signedIn(), path(patient) + "/documents")
                .expectStatus()
                .isOk();
        consents.revoke(patient, patient, documents).expectStatus().isNoContent();
        consents.readRecords(doctor, patient).expectStatus().isOk();
        consents.get(doctor.signedIn(), path(patient) + "/documents")
                .expectStatus()
                .isForbidden();
    }

    @Test
    void shouldListConsentsToThePatientAndPatientsToTheGrantees() {
        // given
        String toDoctor = consents.granted(patient, toDoctor(doctor, "RECORDS_READ"));
        String revoked = consents.granted(patient, toDoctor(colleague, "RECORDS_READ"));
        String toHospital = consents.granted(patient, toHospital(hospital, "DOCUMENTS_READ", "RECORDS_READ"));
        consents.revoke(patient, patient, revoked).expectStatus().isNoContent();

        // when
        List<?> own = consents.items(patient, path(patient) + "/consents");

        // then
        assertThat(own)
                .extracting("consentId", "status", "grantee.name")
                .containsExactly(
                        tuple(toHospital, "ACTIVE", "General Hospital"),
                        tuple(revoked, "REVOKED", "Grace Example"),
                        tuple(toDoctor, "ACTIVE", "Grace Example"));
        assertThat(ofPatient(consents.items(doctor.signedIn(), "/api/me/patients?limit=200")))
                .extracting("consentId")
                .containsExactly(toHospital, toDoctor);
        assertThat(ofPatient(consents.items(hospital.signedIn(), "/api/me/patients?limit=200")))
                .extracting("consentId")
                .containsExactly(toHospital);
        assertThat(ofPatient(consents.items(colleague.signedIn(), "/api/me/patients?limit=200")))
                .extracting("consentId")
                .containsExactly(toHospital);
        assertThat(consents.items(api.newPatient(), "/api/me/patients")).isEmpty();
    }

    @Test
    void shouldEndByItself() {
        // given
        Map<String, Object> briefly = toDoctor(doctor, "RECORDS_READ");
        Instant end = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
        briefly.put("expiresAt", end.toString());
        consents.granted(patient, briefly);

        // when, then
        await().atMost(PATIENCE)
                .until(() -> consents.readRecords(doctor, patient)
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .isSameCodeAs(HttpStatus.NOT_FOUND));
        assertThat(Instant.now()).isAfterOrEqualTo(end);
        assertThat(consents.items(patient, path(patient) + "/consents"))
                .extracting("status")
                .containsExactly("EXPIRED");
    }

    @Test
    void shouldGrantOnceForARepeat() {
        // given
        Map<String, Object> grant = toDoctor(doctor, "RECORDS_READ");
        String key = UUID.randomUUID().toString();

        // when
        Map<?, ?> first = grantWithKey(grant, key);
        consents.revoke(patient, patient, (String) first.get("consentId"))
                .expectStatus()
                .isNoContent();
        Map<?, ?> second = grantWithKey(grant, key);

        // then
        assertThat(second).isEqualTo(first);
        assertThat(consents.items(patient, path(patient) + "/consents")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"grantee\":{\"type\":\"DOCTOR\"},\"scopes\":[\"RECORDS_READ\"]}",
                "{\"grantee\":{\"type\":\"PATIENT\",\"id\":\"DOCTOR_ID\"},\"scopes\":[\"RECORDS_READ\"]}",
                "{\"grantee\":{\"type\":\"DOCTOR\",\"id\":\"nobody\"},\"scopes\":[\"RECORDS_READ\"]}",
                "{\"grantee\":{\"type\":\"DOCTOR\",\"id\":\"0192f000-0000-7000-8000-000000000001\"},\"scopes\":[\"RECORDS_READ\"]}",
                "{\"grantee\":{\"type\":\"HOSPITAL\",\"id\":\"DOCTOR_ID\"},\"scopes\":[\"RECORDS_READ\"]}",
                "{\"grantee\":{\"type\":\"DOCTOR\",\"id\":\"OWN_ID\"},\"scopes\":[\"RECORDS_READ\"]}",
                "{\"grantee\":{\"type\":\"DOCTOR\",\"id\":\"PENDING_ID\"},\"scopes\":[\"RECORDS_READ\"]}",
                "{\"grantee\":{\"type\":\"DOCTOR\",\"id\":\"SUSPENDED_ID\"},\"scopes\":[\"RECORDS_READ\"]}",
                "{\"grantee\":{\"type\":\"HOSPITAL\",\"id\":\"PENDING_HOSPITAL\"},\"scopes\":[\"RECORDS_READ\"]}",
                "{\"grantee\":{\"type\":\"DOCTOR\",\"id\":\"DOCTOR_ID\"},\"scopes\":[]}",
                "{\"grantee\":{\"type\":\"DOCTOR\",\"id\":\"DOCTOR_ID\"},\"scopes\":[\"CONSENT\"]}",
                "{\"grantee\":{\"type\":\"DOCTOR\",\"id\":\"DOCTOR_ID\"},\"scopes\":[null]}",
                "{\"grantee\":{\"type\":\"DOCTOR\",\"id\":\"DOCTOR_ID\"},\"scopes\":[\"RECORDS_READ\"],\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
                "{\"grantee\":{\"type\":\"DOCTOR\",\"id\":\"DOCTOR_ID\"},\"scopes\":[\"RECORDS_READ\"],\"expiresAt\":\"+999999999-01-01T00:00:00Z\"}",
                "{\"grantee\":{\"type\":\"DOCTOR\",\"id\":\"DOCTOR_ID\"},\"scopes\":[\"RECORDS_READ\"],\"expiresAt\":\"soon\"}"
            })
    void shouldRefuseWhatIsNoGrant(String body) {
        api.client(patient)
                .post()
                .uri(path(patient) + "/consents")
                .header("Content-Type", "application/json")
                .bodyValue(withIds(body))
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        assertThat(consents.items(patient, path(patient) + "/consents")).isEmpty();
    }

    private String withIds(String body) {
        Map<String, Supplier<String>> ids = Map.of(
                "DOCTOR_ID", () -> doctor.accountId(),
                "OWN_ID", () -> patient.accountId(),
                "PENDING_ID", () -> members.pendingDoctor(hospital).accountId(),
                "PENDING_HOSPITAL", () -> members.pendingHospital().hospitalId(),
                "SUSPENDED_ID", this::suspendedDoctor);
        String filled = body;
        for (Map.Entry<String, Supplier<String>> id : ids.entrySet()) {
            filled = filled.contains(id.getKey())
                    ? filled.replace(id.getKey(), id.getValue().get())
                    : filled;
        }
        return filled;
    }

    private String suspendedDoctor() {
        String accountId = members.doctor(hospital).accountId();
        consents.post(api.administrator(), "/api/admin/accounts/" + accountId + "/suspension", Map.of())
                .expectStatus()
                .isNoContent();
        return accountId;
    }

    @Test
    void shouldLetNobodyRevokeOrSeeAnothersConsent() {
        // given
        String consentId = consents.granted(patient, toDoctor(doctor, "RECORDS_READ"));
        SignedIn other = api.newPatient();

        // when, then
        consents.revoke(other, patient, consentId).expectStatus().isNotFound();
        consents.revoke(other, other, consentId).expectStatus().isNotFound();
        consents.get(other, path(patient) + "/consents").expectStatus().isNotFound();
        consents.readRecords(doctor, patient).expectStatus().isOk();
    }

    @Test
    void shouldTellAReaderOfTheDatabaseNothingAboutWhoTreatsWhom() {
        // given
        String consentId = consents.granted(patient, toDoctor(doctor, "RECORDS_READ"));

        // when
        Document stored = api.bean(ReactiveMongoTemplate.class)
                .findById(consentId, Document.class, "consents")
                .block(PATIENCE);

        // then
        assertThat(stored.toJson()).doesNotContain(doctor.accountId(), "RECORDS_READ", hospital.hospitalId());
    }

    private static String linkIn(ResponseSpec answer) {
        String url = (String) body(answer.expectStatus().isCreated()).get("url");
        return url.substring(ApiUnderTest.PUBLIC_URL.length());
    }

    private static ResponseSpec open(String link) {
        return api.client().get().uri(link).exchange();
    }

    private Map<?, ?> grantWithKey(Map<String, Object> grant, String key) {
        return body(api.client(patient)
                .post()
                .uri(path(patient) + "/consents")
                .header("Idempotency-Key", key)
                .bodyValue(grant)
                .exchange()
                .expectStatus()
                .isCreated());
    }

    private List<?> ofPatient(List<?> items) {
        return items.stream()
                .filter(item -> ((Map<?, ?>) item).get("patientId").equals(patient.patientId()))
                .toList();
    }

    private static Predicate<Event> of(SignedIn patient, EventType type) {
        return event -> event.type() == type && event.key().equals(patient.patientId());
    }
}
