package org.healthpassport.api.consent.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.healthpassport.api.consent.emergency.EmergencyUnderTest.REASON;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.emergency.EmergencyUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.emergency.EmergencyAccessReviewed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;

/** Hospitals review the emergency accesses of their doctors, over HTTP. */
class ReviewApiTest {
    private static final String NOTE = "The doctor was on duty in the emergency room.";

    private static final Function<SignedIn, DataRead> SEEN_IN_A_LIST = patient ->
            new DataRead(patient.patientId(), "EMERGENCY_ACCESS", null, Interaction.SEARCH, AccessRight.ADMIN, null);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Members members = new Members(api);
    private final EmergencyUnderTest emergencies = new EmergencyUnderTest(api);
    private final ConsentUnderTest consents = new ConsentUnderTest(api);
    private Member hospital;
    private Member doctor;
    private SignedIn patient;
    private String id;

    @BeforeEach
    void takeOne() {
        hospital = emergencies.enabledHospital();
        doctor = members.doctor(hospital);
        patient = api.newPatient();
        emergencies.taken(doctor, patient);
        id = emergencies.onlyOne(hospital);
    }

    @Test
    void shouldListAndReviewItOnce() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT)) {
            // given
            assertThat(emergencies.items(hospital.signedIn(), hospital, "?reviewed=false"))
                    .singleElement()
                    .satisfies(item -> assertThat((Map<?, ?>) item)
                            .extracting("id", "patientId", "reason")
                            .containsExactly(id, patient.patientId(), REASON));
            assertThat(emergencies.items(hospital.signedIn(), hospital, "?reviewed=true"))
                    .isEmpty();

            // when
            emergencies
                    .review(hospital.signedIn(), hospital, id, "JUSTIFIED", NOTE)
                    .expectStatus()
                    .isNoContent();

            // then
            assertThat(emergencies.items(hospital.signedIn(), hospital, "?reviewed=false"))
                    .isEmpty();
            assertThat(emergencies.items(hospital.signedIn(), hospital, "?reviewed=true"))
                    .singleElement()
                    .extracting("doctor.name", "review.finding", "review.note", "review.reviewedBy")
                    .containsExactly("Grace Example", "JUSTIFIED", NOTE, hospital.accountId());
            emergencies
                    .review(hospital.signedIn(), hospital, id, "NOT_JUSTIFIED", NOTE)
                    .expectStatus()
                    .isEqualTo(HttpStatus.CONFLICT);
            consents.readRecords(doctor, patient).expectStatus().isOk();
            Event reviewed = recorded.one(event -> event.type() == EventType.EMERGENCY_ACCESS_REVIEWED
                    && event.key().equals(patient.patientId()));
            assertThat(reviewed.payload(EmergencyAccessReviewed.class))
                    .isEqualTo(new EmergencyAccessReviewed(
                            id, patient.patientId(), doctor.accountId(), hospital.hospitalId()));
            assertThat(reviewed.stamp().getActor()).isEqualTo(hospital.accountId());
            assertThat(recorded.detail(reviewed).toString()).doesNotContain(NOTE, REASON);
            assertThat(api.logged()).doesNotContain(NOTE);
        }
    }

    @Test
    void shouldEndItIfItWasNotJustified() {
        // given
        consents.readRecords(doctor, patient).expectStatus().isOk();

        // when
        emergencies
                .review(hospital.signedIn(), hospital, id, "NOT_JUSTIFIED", NOTE)
                .expectStatus()
                .isNoContent();

        // then
        consents.readRecords(doctor, patient).expectStatus().isNotFound();
        emergencies.take(doctor.signedIn(), patient).expectStatus().isForbidden();
        emergencies.taken(doctor, api.newPatient());
        emergencies.taken(members.doctor(hospital), patient);
    }

    @Test
    void shouldRecordThatItWasSeen() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            SignedIn auditor = api.auditor();

            // when
            emergencies.items(hospital.signedIn(), hospital, "");
            emergencies.items(auditor, hospital, "");

            // then
            List<Event> seen = recorded.all(
                    2,
                    event -> event.type() == EventType.DATA_READ && event.key().equals(patient.patientId()));
            assertThat(seen)
                    .extracting(event -> event.stamp().getActor(), event -> event.payload(DataRead.class))
                    .containsExactly(
                            tuple(hospital.accountId(), SEEN_IN_A_LIST.apply(patient)),
                            tuple(auditor.accountId(), SEEN_IN_A_LIST.apply(patient)));
        }
    }

    @Test
    void shouldBeReviewedOnceForParallelReviews() {
        // when
        List<Integer> answers = IntStream.range(0, 20)
                .parallel()
                .mapToObj(i -> emergencies
                        .review(hospital.signedIn(), hospital, id, "JUSTIFIED", null)
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .value())
                .toList();

        // then
        assertThat(answers).containsOnlyOnce(204).isSubsetOf(204, 409);
    }

    @Test
    void shouldShowAuditorsEverythingButTheTexts() {
        // given
        emergencies
                .review(hospital.signedIn(), hospital, id, "JUSTIFIED", NOTE)
                .expectStatus()
                .isNoContent();

        // when
        List<?> seen = emergencies.items(api.auditor(), hospital, "");

        // then
        assertThat(seen).singleElement().extracting("id", "review.finding").containsExactly(id, "JUSTIFIED");
        assertThat(seen.toString()).doesNotContain(REASON, NOTE);
    }

    @Test
    void shouldLetNobodyElseListOrReview() {
        // given
        Member other = emergencies.enabledHospital();

        // when, then
        for (SignedIn caller : List.of(doctor.signedIn(), patient, other.signedIn(), api.administrator())) {
            consents.get(caller, EmergencyUnderTest.listOf(hospital))
                    .expectStatus()
                    .isForbidden();
            emergencies
                    .review(caller, hospital, id, "JUSTIFIED", null)
                    .expectStatus()
                    .isForbidden();
        }
        emergencies
                .review(api.auditor(), hospital, id, "JUSTIFIED", null)
                .expectStatus()
                .isForbidden();
        emergencies
                .review(other.signedIn(), other, id, "JUSTIFIED", null)
                .expectStatus()
                .isNotFound();
        emergencies
                .review(hospital.signedIn(), hospital, UUID.randomUUID().toString(), "JUSTIFIED", null)
                .expectStatus()
                .isNotFound();
        assertThat(emergencies.items(hospital.signedIn(), hospital, "?reviewed=false"))
                .hasSize(1);
        consents.get(patient, path(patient) + "/records").expectStatus().isOk();
    }

    @ParameterizedTest
    @CsvSource({"MAYBE, a note", "'', a note", "NOT_JUSTIFIED, ", "NOT_JUSTIFIED, '   '", "JUSTIFIED, LONG"})
    void shouldRefuseWhatIsNoReview(String finding, String note) {
        emergencies
                .review(hospital.signedIn(), hospital, id, finding, "LONG".equals(note) ? "x".repeat(501) : note)
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        assertThat(emergencies.items(hospital.signedIn(), hospital, "?reviewed=true"))
                .isEmpty();
    }
}
