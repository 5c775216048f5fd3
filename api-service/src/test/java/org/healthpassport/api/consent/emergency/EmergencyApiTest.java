package org.healthpassport.api.consent.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.healthpassport.api.consent.ConsentUnderTest.toDoctor;
import static org.healthpassport.api.consent.emergency.EmergencyUnderTest.REASON;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;

import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.emergency.EmergencyDecisions.Places;
import org.healthpassport.api.identity.Mailbox;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.identity.secondfactor.EnrolledSecondFactor;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.emergency.EmergencyAccessSwitched;
import org.healthpassport.events.emergency.EmergencyAccessTaken;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Doctors take emergency access, over HTTP. */
class EmergencyApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final Members members = new Members(api);
    private static final EmergencyUnderTest emergencies = new EmergencyUnderTest(api);
    private static Member hospital;

    private final ConsentUnderTest consents = new ConsentUnderTest(api);
    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private SignedIn patient;
    private Member doctor;

    @BeforeAll
    static void register() {
        hospital = emergencies.enabledHospital();
    }

    @BeforeEach
    void registerBoth() {
        patient = api.newPatient();
        doctor = members.doctor(hospital);
    }

    @Test
    void shouldLetTheDoctorReadForAnHourAndMarkIt() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT, Topics.ACCESS)) {
            // given
            sharing.record(patient, allergy("Penicillin"));
            consents.readRecords(doctor, patient).expectStatus().isNotFound();

            // when
            Instant end = emergencies.taken(doctor, patient);

            // then
            assertThat(Duration.between(Instant.now(), end)).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
            assertThat(consents.items(doctor.signedIn(), path(patient) + "/records"))
                    .hasSize(1);
            consents.get(doctor.signedIn(), path(patient) + "/documents")
                    .expectStatus()
                    .isOk();
            Event taken = recorded.one(of(patient, EventType.EMERGENCY_ACCESS_TAKEN));
            assertThat(taken.payload(EmergencyAccessTaken.class))
                    .isEqualTo(new EmergencyAccessTaken(
                            taken.subject(), patient.patientId(), doctor.accountId(), hospital.hospitalId()));
            List<Event> reads = recorded.all(2, of(patient, EventType.DATA_READ));
            assertThat(reads)
                    .allSatisfy(read ->
                            assertThat(read.payload(DataRead.class).getRight()).isEqualTo(AccessRight.EMERGENCY));
            assertThat(Stream.concat(Stream.of(taken), reads.stream())).allSatisfy(event -> {
                assertThat(event.stamp().getActor()).isEqualTo(doctor.accountId());
                assertThat(event.stamp().getBreakGlass()).isTrue();
                assertThat(event.stamp().getPurpose()).isEqualTo("ETREAT");
                assertThat(recorded.detail(event).get("right").asString()).isEqualTo("EMERGENCY");
                assertThat(recorded.detail(event).toString()).doesNotContain(REASON);
            });
            assertThat(api.logged()).doesNotContain(REASON);
        }
    }

    @Test
    void shouldAllowToReadOnly() {
        // given
        emergencies.taken(doctor, patient);

        // when, then
        api.client(doctor.signedIn())
                .post()
                .uri(path(patient) + "/records")
                .header("Content-Type", "application/fhir+json")
                .bodyValue(allergy("Latex"))
                .exchange()
                .expectStatus()
                .isForbidden();
        consents.post(
                        doctor.signedIn(),
                        path(patient) + "/qr-codes",
                        Map.of("kind", "HEALTH_LINK", "content", Map.of("summary", true)))
                .expectStatus()
                .isForbidden();
        consents.grant(doctor.signedIn(), patient, toDoctor(doctor, "RECORDS_READ"))
                .expectStatus()
                .isForbidden();
        consents.readRecords(members.doctor(hospital), patient).expectStatus().isNotFound();
    }

    @Test
    void shouldUseAConsentFirst() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            emergencies.taken(doctor, patient);
            consents.granted(patient, toDoctor(doctor, "RECORDS_READ"));

            // when
            consents.readRecords(doctor, patient).expectStatus().isOk();

            // then
            Event read = recorded.one(of(patient, EventType.DATA_READ));
            assertThat(read.payload(DataRead.class).getRight()).isEqualTo(AccessRight.CONSENT);
            assertThat(read.stamp().getBreakGlass()).isFalse();
        }
    }

    @Test
    void shouldTellThePatientByListAndMail() throws MessagingException {
        // when
        emergencies.taken(doctor, patient);

        // then
        await().atMost(PATIENCE)
                .until(() -> !consents.items(patient, "/api/me/notifications").isEmpty());
        assertThat(consents.items(patient, "/api/me/notifications"))
                .singleElement()
                .satisfies(item -> assertThat((Map<?, ?>) item)
                        .extracting("type", "patientId")
                        .containsExactly("EMERGENCY_ACCESS", patient.patientId()));
        Mailbox mailbox = new Mailbox(api, patient.email());
        assertThat(mailbox.mails(1).get(0).getSubject()).isEqualTo("A doctor took emergency access");
        assertThat(mailbox.newest(1)).doesNotContain(patient.patientId(), doctor.accountId(), REASON);
    }

    @Test
    void shouldAnswerTheRunningOne() {
        // when
        Instant first = emergencies.taken(doctor, patient);
        Instant second = emergencies.taken(doctor, patient);

        // then
        assertThat(second).isEqualTo(first);
        assertThat(stored(patient)).hasSize(1);
    }

    @Test
    void shouldGiveOneForFiftyAtOnce() {
        // when
        List<Instant> ends = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> emergencies.taken(doctor, patient))
                .toList();

        // then
        assertThat(ends.stream().distinct()).hasSize(1);
        assertThat(stored(patient)).hasSize(1);
    }

    @Test
    void shouldGiveAnotherOnceItIsOver() {
        // given
        emergencies.saveExpired(doctor.signedIn(), newId(), patient);
        consents.readRecords(doctor, patient).expectStatus().isNotFound();

        // when
        Instant end = emergencies.taken(doctor, patient);

        // then
        assertThat(end).isAfter(Instant.now());
        assertThat(stored(patient)).hasSize(2);
        consents.readRecords(doctor, patient).expectStatus().isOk();
    }

    /** The hospital reviews an access when the doctor has taken the next one already. */
    @Test
    void shouldForbidAnotherForADayWhicheverWasNotJustified() {
        // given
        Member own = emergencies.enabledHospital();
        Member taking = members.doctor(own);
        emergencies.saveExpired(taking.signedIn(), own.hospitalId(), patient);
        String first = emergencies.onlyOne(own);
        emergencies.taken(taking, patient);

        // when
        emergencies
                .review(own.signedIn(), own, first, "NOT_JUSTIFIED", "No patient of ours.")
                .expectStatus()
                .isNoContent();
        emergencies.disable(own).expectStatus().isNoContent();
        emergencies.enable(own).expectStatus().isNoContent();

        // then
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            emergencies.take(taking.signedIn(), patient).expectStatus().isForbidden();
            recorded.one(of(patient, EventType.ACCESS_DENIED));
        }
        emergencies.taken(taking, api.newPatient());
        emergencies.taken(members.doctor(own), patient);
    }

    @Test
    void shouldGiveADoctorThreeUntilTheyAreReviewed() {
        // given
        List<SignedIn> patients = Stream.generate(api::newPatient).limit(8).toList();

        // when
        List<Integer> answers = patients.parallelStream()
                .map(one -> status(emergencies.take(doctor.signedIn(), one)))
                .toList();

        // then
        assertThat(answers).containsOnly(201, 429);
        assertThat(answers.stream().filter(status -> status == 201)).hasSize(3);
        emergencies
                .take(doctor.signedIn(), api.newPatient())
                .expectStatus()
                .isEqualTo(HttpStatus.TOO_MANY_REQUESTS)
                .expectHeader()
                .exists("Retry-After");

        // when one is reviewed
        String id = emergencies.newest(hospital, doctor.signedIn());
        emergencies
                .review(hospital.signedIn(), hospital, id, "JUSTIFIED", null)
                .expectStatus()
                .isNoContent();

        // then
        emergencies.taken(doctor, api.newPatient());
    }

    @Test
    void shouldGiveAHospitalTwentyADay() {
        // given
        Member busy = emergencies.enabledHospital();
        Member itsDoctor = members.doctor(busy);
        EmergencyAccesses accesses = api.bean(EmergencyAccesses.class);
        Instant now = Instant.now();
        IntStream.range(0, EmergencyDecisions.A_DAY_AT_MOST - 1)
                .forEach(place -> accesses.create(
                                newId(),
                                EmergencyDecisions.take(
                                        patient.patientId(),
                                        newId(),
                                        busy.hospitalId(),
                                        REASON,
                                        new Places(0, place),
                                        now,
                                        now))
                        .block(PATIENCE));

        // when
        emergencies.taken(itsDoctor, patient);

        // then
        emergencies
                .take(itsDoctor.signedIn(), api.newPatient())
                .expectStatus()
                .isEqualTo(HttpStatus.TOO_MANY_REQUESTS)
                .expectHeader()
                .exists("Retry-After");
        emergencies.taken(itsDoctor, patient);
    }

    @Test
    void shouldAskForACodeOfTheSecondFactorThatCountsOnce() {
        // given
        List<String> codes = EnrolledSecondFactor.of(api, doctor.signedIn()).recoveryCodes();

        // when, then
        emergencies.take(doctor.signedIn(), patient).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        emergencies
                .take(doctor.signedIn(), patient, "0000-0000-0000-0000")
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        assertThat(stored(patient)).isEmpty();
        emergencies
                .take(doctor.signedIn(), patient, codes.get(0))
                .expectStatus()
                .isCreated();
        emergencies
                .take(doctor.signedIn(), api.newPatient(), codes.get(0))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        emergencies.take(doctor.signedIn(), patient).expectStatus().isCreated();
        emergencies
                .take(doctor.signedIn(), api.newPatient(), codes.get(1))
                .expectStatus()
                .isCreated();
    }

    @Test
    void shouldEndForGoodWhenTheHospitalIsDisabled() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.IDENTITY)) {
            // given
            Member other = emergencies.enabledHospital();
            Member itsDoctor = members.doctor(other);
            emergencies.taken(itsDoctor, patient);

            // when
            emergencies.disable(other).expectStatus().isNoContent();

            // then
            consents.readRecords(itsDoctor, patient).expectStatus().isNotFound();
            emergencies.take(itsDoctor.signedIn(), patient).expectStatus().isForbidden();
            emergencies.disable(other).expectStatus().isNoContent();
            emergencies.enable(other).expectStatus().isNoContent();
            consents.readRecords(itsDoctor, patient).expectStatus().isNotFound();
            emergencies.taken(itsDoctor, patient);
            consents.readRecords(itsDoctor, patient).expectStatus().isOk();
            assertThat(recorded.all(
                            3,
                            event -> event.type() == EventType.EMERGENCY_ACCESS_SWITCHED
                                    && event.key().equals(other.accountId())))
                    .extracting(event ->
                            event.payload(EmergencyAccessSwitched.class).getEnabled())
                    .containsExactly(true, false, true);
        }
    }

    @Test
    void shouldEndWithTheSuspensionOfTheDoctorOrTheHospital() {
        // given
        Member other = emergencies.enabledHospital();
        Member itsDoctor = members.doctor(other);
        emergencies.taken(itsDoctor, patient);
        emergencies.taken(doctor, patient);

        // when
        suspend(other.accountId());
        consents.post(
                        hospital.signedIn(),
                        "/api/hospitals/" + hospital.hospitalId() + "/doctors/" + doctor.accountId() + "/suspension",
                        Map.of())
                .expectStatus()
                .isNoContent();

        // then
        consents.readRecords(itsDoctor, patient).expectStatus().isNotFound();
        emergencies.take(itsDoctor.signedIn(), patient).expectStatus().isForbidden();
        consents.readRecords(doctor, patient).expectStatus().isUnauthorized();

        // when the doctor is back
        members.activateDoctor(hospital, doctor.accountId()).expectStatus().isNoContent();
        SignedIn again = new SignedIn(
                doctor.accountId(),
                "",
                doctor.signedIn().email(),
                api.logIn(doctor.signedIn().email(), ApiUnderTest.PASSWORD));

        // then
        consents.get(again, path(patient) + "/records").expectStatus().isNotFound();
    }

    @Test
    void shouldGiveNothingToAnybodyElseAndRecordTheAttempt() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            Member elsewhere = members.doctor(members.hospital());

            // when, then
            for (SignedIn caller : List.of(
                    patient,
                    api.newPatient(),
                    hospital.signedIn(),
                    elsewhere.signedIn(),
                    members.pendingDoctor(hospital).signedIn(),
                    api.administrator(),
                    api.auditor())) {
                emergencies.take(caller, patient).expectStatus().isForbidden();
            }
            Event denied = recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                    && event.stamp().getActor().equals(elsewhere.accountId()));
            assertThat(denied.payload(AccessDenied.class).getPatientId()).isEqualTo(patient.patientId());
            assertThat(denied.payload(AccessDenied.class).getResourceType()).isEqualTo("EMERGENCY_ACCESS");
        }
    }

    @Test
    void shouldKnowNoPatientWhoDoesNotExist() {
        SignedIn nobody = new SignedIn("", newId(), "", "");

        emergencies.take(doctor.signedIn(), nobody).expectStatus().isNotFound();
    }

    @Test
    void shouldKnowNoHospitalThatDoesNotExist() {
        consents.post(api.administrator(), EmergencyUnderTest.switchOf(newId()), Map.of())
                .expectStatus()
                .isNotFound();
        consents.post(hospital.signedIn(), EmergencyUnderTest.switchOf(hospital.hospitalId()), Map.of())
                .expectStatus()
                .isForbidden();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"reason\":null}",
                "{\"reason\":\"x\"}",
                "{\"reason\":\"         too short         \"}",
                "{\"reason\":\"LONG\"}",
                "{\"reason\":\"a long reason \\u0000 with a control character\"}"
            })
    void shouldRefuseWhatIsNoReason(String body) {
        api.client(doctor.signedIn())
                .post()
                .uri(path(patient) + "/emergency-access")
                .header("Content-Type", "application/json")
                .bodyValue(body.replace("LONG", "x".repeat(501)))
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        assertThat(stored(patient)).isEmpty();
    }

    @Test
    void shouldTellAReaderOfTheDatabaseNothing() {
        // when
        emergencies.taken(doctor, patient);

        // then
        assertThat(stored(patient).get(0).toJson()).doesNotContain(doctor.accountId(), hospital.hospitalId(), REASON);
    }

    private void suspend(String accountId) {
        consents.post(api.administrator(), "/api/admin/accounts/" + accountId + "/suspension", Map.of())
                .expectStatus()
                .isNoContent();
    }

    private static List<Document> stored(SignedIn ofPatient) {
        return api.bean(ReactiveMongoTemplate.class)
                .findAll(Document.class, "emergencyAccesses")
                .filter(document -> document.containsValue(ofPatient.patientId()))
                .collectList()
                .block(PATIENCE);
    }

    private static int status(ResponseSpec answer) {
        return answer.expectBody().returnResult().getStatus().value();
    }

    private static Predicate<Event> of(SignedIn patient, EventType type) {
        return event -> event.type() == type && event.key().equals(patient.patientId());
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
