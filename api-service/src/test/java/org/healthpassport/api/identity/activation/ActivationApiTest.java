package org.healthpassport.api.identity.activation;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class ActivationApiTest {
    private static final String PENDING = "urn:healthpassport:problem:account-pending";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Members members = new Members(api);

    @Test
    void shouldLetPendingHospitalSeeThatItWaitsAndNothingElse() {
        // given
        Member hospital = members.pendingHospital();

        // then
        get(hospital, "/api/me")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("PENDING")
                .jsonPath("$.hospitalId")
                .isEqualTo(hospital.hospitalId());
        requirePending(get(hospital, "/api/patients/" + UUID.randomUUID() + "/documents"));
        requirePending(get(hospital, "/api/nowhere"));
        requirePending(get(hospital, "/actuator/metrics"));
        requirePending(members.activateDoctor(hospital, UUID.randomUUID().toString()));
    }

    @Test
    void shouldLetHospitalActWithTheVeryNextRequest() throws Exception {
        // given
        Member hospital = members.pendingHospital();

        // when
        members.activateHospital(hospital.accountId())
                .expectStatus()
                .isNoContent()
                .expectBody();

        // then
        get(hospital, "/api/me").expectBody().jsonPath("$.status").isEqualTo("ACTIVE");
        get(hospital, "/api/nowhere").expectStatus().isNotFound().expectBody();
        assertThat(SignedJWT.parse(hospital.signedIn().accessToken())
                        .getJWTClaimsSet()
                        .getClaims())
                .doesNotContainKeys("status", "hospitalId");
    }

    @Test
    void shouldLetDoctorActWithTheVeryNextRequestButKnowOfNoPatient() {
        // given
        SignedIn patient = api.newPatient();
        Member hospital = members.hospital();
        Member doctor = members.pendingDoctor(hospital);
        String documents = "/api/patients/" + patient.patientId() + "/documents";
        requirePending(get(doctor, documents));

        // when
        members.activateDoctor(hospital, doctor.accountId())
                .expectStatus()
                .isNoContent()
                .expectBody();

        // then
        get(doctor, "/api/me")
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("ACTIVE")
                .jsonPath("$.hospitalId")
                .isEqualTo(hospital.hospitalId());
        get(doctor, documents).expectStatus().isNotFound().expectBody();
        get(hospital, documents).expectStatus().isNotFound().expectBody();
    }

    @Test
    void shouldRecordWhoActivatedWhomAndOnlyOnce() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.IDENTITY)) {
            // given
            Member hospital = members.hospital();
            Member doctor = members.doctor(hospital);

            // when
            members.activateHospital(hospital.accountId())
                    .expectStatus()
                    .isNoContent()
                    .expectBody();
            members.activateDoctor(hospital, doctor.accountId())
                    .expectStatus()
                    .isNoContent()
                    .expectBody();
            Member last = members.hospital();

            // then
            recorded.one(event -> isActivation(event, last));
            Event ofHospital = recorded.one(event -> isActivation(event, hospital));
            assertThat(ofHospital.stamp().getActorRole()).isEqualTo("ADMIN");
            Event ofDoctor = recorded.one(event -> isActivation(event, doctor));
            assertThat(ofDoctor.stamp().getActor()).isEqualTo(hospital.accountId());
            assertThat(ofDoctor.stamp().getActorRole()).isEqualTo("HOSPITAL");
            assertThat(ofDoctor.stamp().getOrganization()).isEqualTo(hospital.hospitalId());
            assertThat(ofDoctor.stamp().getPatient()).isNull();
        }
    }

    @Test
    void shouldRecordWhatPendingAccountsTry() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            Member hospital = members.pendingHospital();

            // when
            requirePending(get(hospital, "/api/nowhere"));

            // then
            Event denied = recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                    && event.stamp().getActor().equals(hospital.accountId()));
            assertThat(denied.stamp().getActorRole()).isEqualTo("HOSPITAL");
        }
    }

    @Test
    void shouldTellHospitalNothingOfOthersDoctors() {
        // given
        Member hospital = members.hospital();
        Member stranger = members.pendingDoctor(members.hospital());
        String ofNobody =
                bodyOf(members.activateDoctor(hospital, UUID.randomUUID().toString()));

        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            String ofStranger = bodyOf(members.activateDoctor(hospital, stranger.accountId()));
            String ofPatient =
                    bodyOf(members.activateDoctor(hospital, api.newPatient().accountId()));
            String ofItself = bodyOf(members.activateDoctor(hospital, hospital.accountId()));

            // then
            assertThat(ofStranger).isEqualTo(ofNobody).contains("not-found");
            assertThat(ofPatient).isEqualTo(ofNobody);
            assertThat(ofItself).isEqualTo(ofNobody);
            recorded.all(
                    3,
                    event -> event.type() == EventType.ACCESS_DENIED
                            && event.stamp().getActor().equals(hospital.accountId()));
        }
        requirePending(get(stranger, "/api/nowhere"));
    }

    @Test
    void shouldLetNobodyButTheirHospitalActivateDoctors() {
        // given
        Member hospital = members.hospital();
        Member colleague = members.doctor(hospital);
        Member doctor = members.pendingDoctor(hospital);
        String activation =
                "/api/hospitals/" + hospital.hospitalId() + "/doctors/" + doctor.accountId() + "/activation";

        // then
        for (SignedIn other : new SignedIn[] {
            members.hospital().signedIn(), colleague.signedIn(), api.newPatient(), api.administrator()
        }) {
            api.client(other)
                    .post()
                    .uri(activation)
                    .exchange()
                    .expectStatus()
                    .isForbidden()
                    .expectBody();
        }
        requirePending(api.client(doctor.signedIn()).post().uri(activation).exchange());
        api.client()
                .post()
                .uri(activation)
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody();
        requirePending(get(doctor, "/api/nowhere"));
    }

    @Test
    void shouldLetOnlyAdministratorsActivateHospitals() {
        // given
        Member pending = members.pendingHospital();
        String activation = "/api/admin/accounts/" + pending.accountId() + "/activation";

        // then
        for (SignedIn other : new SignedIn[] {members.hospital().signedIn(), api.newPatient(), pending.signedIn()}) {
            api.client(other)
                    .post()
                    .uri(activation)
                    .exchange()
                    .expectStatus()
                    .isForbidden()
                    .expectBody();
        }
        requirePending(get(pending, "/api/nowhere"));
    }

    @Test
    void shouldRefuseAccountsThatNoAdministratorActivates() {
        // given
        Member doctor = members.pendingDoctor(members.hospital());

        // then
        members.activateHospital(UUID.randomUUID().toString())
                .expectStatus()
                .isNotFound()
                .expectBody();
        members.activateHospital(doctor.accountId())
                .expectStatus()
                .isEqualTo(422)
                .expectBody();
        members.activateHospital(api.newPatient().accountId())
                .expectStatus()
                .isEqualTo(422)
                .expectBody();
        requirePending(get(doctor, "/api/nowhere"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HOSPITAL", "DOCTOR"})
    void shouldNotTakeTokenOfAccountThatIsGone(String role) {
        // given
        Member hospital = members.hospital();
        Member member = role.equals("HOSPITAL") ? hospital : members.doctor(hospital);

        // when
        api.bean(SubjectKeyRing.class).destroy(member.accountId()).block();

        // then
        get(member, "/api/me").expectStatus().isUnauthorized().expectBody();
    }

    private static ResponseSpec get(Member member, String path) {
        return api.client(member.signedIn()).get().uri(path).exchange();
    }

    private static void requirePending(ResponseSpec answer) {
        answer.expectStatus().isForbidden().expectBody().jsonPath("$.type").isEqualTo(PENDING);
    }

    /** Without the address, which always differs. */
    private static String bodyOf(ResponseSpec answer) {
        Map<?, ?> body = answer.expectStatus()
                .isNotFound()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        body.remove("instance");
        return body.toString();
    }

    private static boolean isActivation(Event event, Member member) {
        return event.type() == EventType.ACCOUNT_ACTIVATED && event.key().equals(member.accountId());
    }
}
