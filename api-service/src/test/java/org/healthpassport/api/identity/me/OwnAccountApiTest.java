package org.healthpassport.api.identity.me;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class OwnAccountApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Members members = new Members(api);

    @Test
    void shouldShowPatientsThemselvesAndRecordIt() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            SignedIn patient = api.newPatient();

            // when
            Map<?, ?> me = body(get(patient));

            // then
            assertThat(me.toString())
                    .contains(
                            patient.patientId(),
                            patient.email(),
                            "given=Ada",
                            "family=Example",
                            "text=Ada Example",
                            "birthDate=1980-05-17");
            assertThat(me.containsKey("version")).isFalse();
            recorded.one(event -> event.type() == EventType.DATA_READ
                    && patient.accountId().equals(event.stamp().getActor()));
        }
    }

    @Test
    void shouldChangeTheOneTruthAboutAPatient() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT)) {
            // given
            SignedIn patient = api.newPatient();
            String read = tag(get(patient));

            // when
            Map<?, ?> changed =
                    body(patch(patient, read, Map.of("name", Map.of("given", "Suharto"), "birthDate", "1921")));

            // then
            assertThat(changed.toString())
                    .contains("given=Suharto", "text=Suharto", "birthDate=1921")
                    .doesNotContain("family");
            assertThat(body(get(patient))).isEqualTo(changed);
            Event event = recorded.one(found -> found.type() == EventType.DEMOGRAPHICS_CHANGED
                    && found.key().equals(patient.patientId()));
            assertThat(event.stamp().getActor()).isEqualTo(patient.accountId());

            // then nothing undoes it unseen
            requireStatus(412, patch(patient, read, Map.of("birthDate", "1980")));
            requireStatus(428, patch(patient, null, Map.of("birthDate", "1980")));
            assertThat(body(get(patient))).isEqualTo(changed);
        }
    }

    @Test
    void shouldChangeNothingThatWasNotSent() {
        // given
        SignedIn patient = api.newPatient();
        String read = tag(get(patient));

        // when
        Map<?, ?> changed = body(patch(patient, read, Map.of("birthDate", "1980-05")));

        // then
        assertThat(changed.toString()).contains("text=Ada Example", "birthDate=1980-05");
        String now = tag(get(patient));
        assertThat(now).isNotEqualTo(read);
        assertThat(body(patch(patient, now, Map.of()))).isEqualTo(changed);
        assertThat(tag(get(patient))).isEqualTo(now);
    }

    @Test
    void shouldRenameDoctors() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.IDENTITY)) {
            // given
            Member doctor = members.doctor(members.hospital());
            String read = tag(get(doctor.signedIn()));

            // when
            Map<?, ?> changed =
                    body(patch(doctor.signedIn(), read, Map.of("name", Map.of("given", "Grace", "family", "Hopper"))));

            // then
            assertThat(changed.toString()).contains("text=Grace Hopper");
            recorded.one(event ->
                    event.type() == EventType.ACCOUNT_CHANGED && event.key().equals(doctor.accountId()));
            requireStatus(412, patch(doctor.signedIn(), read, Map.of("name", "Grace")));
            requireStatus(
                    422, patch(doctor.signedIn(), tag(get(doctor.signedIn())), Map.of("birthDate", "1980-05-17")));
        }
    }

    /** Mass assignment, OWASP API3:2023. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"ADMIN\"}",
                "{\"status\":\"ACTIVE\"}",
                "{\"accountId\":\"x\"}",
                "{\"patientId\":\"x\"}",
                "{\"hospitalId\":\"x\"}",
                "{\"pendingEmail\":\"x@example.org\"}",
                "{\"nonsense\":1}",
                "{\"name\":\"Grace\",\"role\":\"ADMIN\"}",
                "{\"name\":\"Grace\",\"name\":\"Hopper\"}",
                "[]",
                "{"
            })
    void shouldGiveNobodyMoreThanTheirName(String body) {
        // given
        Member doctor = members.pendingDoctor(members.hospital());
        Map<?, ?> before = body(get(doctor.signedIn()));

        // when
        ResponseSpec answer = api.client(doctor.signedIn())
                .patch()
                .uri("/api/me")
                .header("If-Match", tag(get(doctor.signedIn())))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();

        // then
        answer.expectStatus().value(status -> assertThat(status).isIn(400, 422)).expectBody();
        assertThat(body(get(doctor.signedIn()))).isEqualTo(before);
    }

    @Test
    void shouldPointAtInvalidMembers() {
        // given
        SignedIn patient = api.newPatient();

        // then
        patch(
                        patient,
                        tag(get(patient)),
                        Map.of("name", Map.of("given", "A".repeat(10_000)), "birthDate", "2999-01-01"))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[*].pointer")
                .isEqualTo(List.of("/name/given", "/birthDate"));
    }

    @Test
    void shouldMoveDoctorWhoThenWaitsForTheOtherHospital() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.IDENTITY)) {
            // given
            Member from = members.hospital();
            Member to = members.hospital();
            Member doctor = members.doctor(from);

            // when
            Map<?, ?> moved = body(move(doctor.signedIn(), to.hospitalId()));

            // then
            assertThat(moved.get("status")).isEqualTo("PENDING");
            assertThat(moved.get("hospitalId")).isEqualTo(to.hospitalId());
            requireStatus(
                    403, api.client(doctor.signedIn()).get().uri("/api/nowhere").exchange());
            requireStatus(404, members.activateDoctor(from, doctor.accountId()));
            Event event = recorded.one(found ->
                    found.type() == EventType.DOCTOR_MOVED && found.key().equals(doctor.accountId()));
            assertThat(event.stamp().getActor()).isEqualTo(doctor.accountId());

            // when
            requireStatus(204, members.activateDoctor(to, doctor.accountId()));

            // then
            requireStatus(
                    404, api.client(doctor.signedIn()).get().uri("/api/nowhere").exchange());
            assertThat(body(move(doctor.signedIn(), to.hospitalId())).get("status"))
                    .isEqualTo("ACTIVE");
        }
    }

    @Test
    void shouldMoveNobodyToWhereNobodyVouches() {
        // given
        Member doctor = members.doctor(members.hospital());

        // then
        for (String nowhere :
                List.of(UUID.randomUUID().toString(), members.pendingHospital().hospitalId(), "", "{}")) {
            move(doctor.signedIn(), nowhere)
                    .expectStatus()
                    .isEqualTo(422)
                    .expectBody()
                    .jsonPath("$.errors[*].pointer")
                    .isEqualTo(List.of("/hospitalId"));
        }
        assertThat(body(get(doctor.signedIn())).get("hospitalId")).isEqualTo(doctor.hospitalId());
    }

    @Test
    void shouldMoveNobodyButDoctors() {
        // given
        Member to = members.hospital();

        // then
        for (SignedIn other : List.of(api.newPatient(), members.hospital().signedIn(), api.administrator())) {
            try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
                requireStatus(403, move(other, to.hospitalId()));
                recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                        && other.accountId().equals(event.stamp().getActor()));
            }
        }
        requireStatus(403, move(members.pendingDoctor(to).signedIn(), to.hospitalId()));
    }

    private static ResponseSpec get(SignedIn who) {
        return api.client(who).get().uri("/api/me").exchange();
    }

    private static ResponseSpec patch(SignedIn who, @Nullable String ifMatch, Map<String, ?> body) {
        return api.client(who)
                .patch()
                .uri("/api/me")
                .headers(headers -> {
                    if (ifMatch != null) {
                        headers.set("If-Match", ifMatch);
                    }
                })
                .bodyValue(body)
                .exchange();
    }

    private static ResponseSpec move(SignedIn who, String hospitalId) {
        return api.client(who)
                .post()
                .uri("/api/me/hospital")
                .bodyValue(Map.of("hospitalId", hospitalId))
                .exchange();
    }

    private static Map<?, ?> body(ResponseSpec answer) {
        return answer.expectStatus().isOk().expectBody(Map.class).returnResult().getResponseBody();
    }

    private static String tag(ResponseSpec answer) {
        EntityExchangeResult<byte[]> result =
                answer.expectStatus().isOk().expectBody().returnResult();
        return result.getResponseHeaders().getETag();
    }

    private static void requireStatus(int status, ResponseSpec answer) {
        answer.expectStatus().isEqualTo(status).expectBody();
    }
}
