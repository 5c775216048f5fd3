package org.healthpassport.api.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.consent.ConsentUnderTest.path;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.AtOnce;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;

/** Doctors and hospitals ask for consent, and patients decide, over HTTP. */
class ConsentRequestApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final Members members = new Members(api);
    private static Member hospital;
    private static Member doctor;

    private final ConsentUnderTest consents = new ConsentUnderTest(api);
    private SignedIn patient;

    @BeforeAll
    static void register() {
        hospital = members.hospital();
        doctor = members.doctor(hospital);
    }

    @BeforeEach
    void registerPatient() {
        patient = api.newPatient();
    }

    @Test
    void shouldBecomeAConsentWithTheApproval() {
        // given
        String requestId = consents.asked(doctor, patient, "RECORDS_READ", "DOCUMENTS_READ");
        consents.readRecords(doctor, patient).expectStatus().isNotFound();
        assertThat(consents.items(patient, path(patient) + "/consent-requests"))
                .singleElement()
                .satisfies(item -> assertThat((Map<?, ?>) item)
                        .extracting("requestId", "status", "reason")
                        .containsExactly(requestId, "OPEN", "I treat you on Monday."));

        // when
        Map<?, ?> consent = ConsentUnderTest.body(consents.approve(patient, patient, requestId, "RECORDS_READ")
                .expectStatus()
                .isOk());

        // then
        assertThat(consent.get("consentId")).isEqualTo(requestId);
        consents.readRecords(doctor, patient).expectStatus().isOk();
        consents.get(doctor.signedIn(), path(patient) + "/documents")
                .expectStatus()
                .isForbidden();
        assertThat(statusOfOwn(requestId)).isEqualTo("APPROVED");
        consents.approve(patient, patient, requestId, "RECORDS_READ")
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT);
        consents.refuse(patient, patient, requestId).expectStatus().isEqualTo(HttpStatus.CONFLICT);
    }

    @Test
    void shouldGiveNothingIfItIsRefused() {
        // given
        String requestId = consents.asked(doctor, patient, "RECORDS_READ");

        // when
        consents.refuse(patient, patient, requestId).expectStatus().isNoContent();

        // then
        consents.readRecords(doctor, patient).expectStatus().isNotFound();
        assertThat(statusOfOwn(requestId)).isEqualTo("REFUSED");
        assertThat(consents.items(patient, path(patient) + "/consents")).isEmpty();
        consents.approve(patient, patient, requestId, "RECORDS_READ")
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT);
        consents.asked(doctor, patient, "RECORDS_READ");
    }

    @Test
    void shouldLetOneBeOpenAtATime() {
        // given
        consents.asked(doctor, patient, "RECORDS_READ");

        // when, then
        consents.ask(doctor.signedIn(), patient, "RECORDS_READ").expectStatus().isEqualTo(HttpStatus.CONFLICT);
        consents.asked(hospital, patient, "RECORDS_READ");
    }

    @Test
    void shouldApproveOnceOfFiftyAtOnce() {
        // given
        String requestId = consents.asked(doctor, patient, "RECORDS_READ");

        // when
        List<Integer> answers;
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT)) {
            answers = IntStream.range(0, 50)
                    .parallel()
                    .mapToObj(i -> consents.approve(patient, patient, requestId, "RECORDS_READ")
                            .expectBody()
                            .returnResult()
                            .getStatus()
                            .value())
                    .toList();

            // then
            assertThat(answers).containsOnlyOnce(200).isSubsetOf(200, 409, 503);
            recorded.one(event ->
                    event.type() == EventType.CONSENT_GRANTED && event.subject().equals(requestId));
        }
    }

    @Test
    void shouldBoundTheRequestsOfADayThatAreMadeAtOnce() throws Exception {
        // given
        Member busy = members.doctor(hospital);
        for (int i = 0; i < 40; i++) {
            consents.refuse(patient, patient, consents.asked(busy, patient, "RECORDS_READ"))
                    .expectStatus()
                    .isNoContent();
        }
        List<SignedIn> children = Stream.generate(() -> new RepresentationUnderTest(api).child(patient))
                .limit(20)
                .toList();

        // when
        List<Integer> answers = AtOnce.statuses(
                children.size(), number -> consents.ask(busy.signedIn(), children.get(number), "RECORDS_READ"));

        // then
        assertThat(answers).containsOnly(201, 429);
        assertThat(answers).filteredOn(status -> status == 201).hasSize(10);
    }

    @Test
    void shouldApproveNoMoreThanWasAskedFor() {
        // given
        String requestId = consents.asked(doctor, patient, "RECORDS_READ");

        // when, then
        consents.approve(patient, patient, requestId, "RECORDS_READ", "DOCUMENTS_READ")
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        consents.approve(patient, patient, requestId).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @Test
    void shouldApproveToReadWhatWasAskedToWrite() {
        // given
        String requestId = consents.asked(doctor, patient, "RECORDS_WRITE");

        // when
        consents.approve(patient, patient, requestId, "RECORDS_READ", "RECORDS_WRITE", "DOCUMENTS_READ")
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        consents.approve(patient, patient, requestId, "RECORDS_READ")
                .expectStatus()
                .isOk();

        // then
        consents.readRecords(doctor, patient).expectStatus().isOk();
    }

    @Test
    void shouldNotApproveForThoseWhoMayNotActAnyMore() {
        // given
        Member suspended = members.doctor(hospital);
        String requestId = consents.asked(suspended, patient, "RECORDS_READ");
        api.client(api.administrator())
                .post()
                .uri("/api/admin/accounts/" + suspended.accountId() + "/suspension")
                .exchange()
                .expectStatus()
                .isNoContent();

        // when, then
        consents.approve(patient, patient, requestId, "RECORDS_READ")
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT);
    }

    @Test
    void shouldLetNobodyElseDecide() {
        // given
        String requestId = consents.asked(doctor, patient, "RECORDS_READ");
        SignedIn other = api.newPatient();

        // when, then
        consents.approve(other, patient, requestId, "RECORDS_READ")
                .expectStatus()
                .isNotFound();
        consents.approve(other, other, requestId, "RECORDS_READ").expectStatus().isNotFound();
        consents.approve(doctor.signedIn(), patient, requestId, "RECORDS_READ")
                .expectStatus()
                .isNotFound();
        consents.refuse(other, patient, requestId).expectStatus().isNotFound();
        consents.get(doctor.signedIn(), path(patient) + "/consent-requests")
                .expectStatus()
                .isNotFound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATIENT", "ADMIN"})
    void shouldLetOnlyCliniciansAsk(String kind) {
        // given
        SignedIn caller = kind.equals("PATIENT") ? api.newPatient() : api.administrator();

        // when, then
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            consents.ask(caller, patient, "RECORDS_READ").expectStatus().isForbidden();
            Event denied = recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                    && event.stamp().getActor().equals(caller.accountId()));
            assertThat(denied.payload(AccessDenied.class).getPatientId()).isEqualTo(patient.patientId());
        }
        consents.get(caller, "/api/me/consent-requests").expectStatus().isForbidden();
    }

    @Test
    void shouldNotAskPatientsWhoDoNotExist() {
        SignedIn nobody = new SignedIn("", UUID.randomUUID().toString(), "", "");

        consents.ask(doctor.signedIn(), nobody, "RECORDS_READ").expectStatus().isNotFound();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"scopes\":[\"RECORDS_READ\"]}",
                "{\"scopes\":[\"RECORDS_READ\"],\"reason\":\"x\"}",
                "{\"scopes\":[\"RECORDS_READ\"],\"reason\":\"a long reason \\u0000 with a control character\"}",
                "{\"scopes\":[\"EVERYTHING\"],\"reason\":\"I treat you on Monday.\"}"
            })
    void shouldRefuseWhatIsNoRequest(String body) {
        api.client(doctor.signedIn())
                .post()
                .uri(path(patient) + "/consent-requests")
                .header("Content-Type", "application/json")
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private Object statusOfOwn(String requestId) {
        return consents.items(doctor.signedIn(), "/api/me/consent-requests?limit=200").stream()
                .map(item -> (Map<?, ?>) item)
                .filter(item -> item.get("requestId").equals(requestId))
                .findFirst()
                .orElseThrow()
                .get("status");
    }
}
