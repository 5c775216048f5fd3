package org.healthpassport.api.identity.suspension;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class SuspensionApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Members members = new Members(api);

    @Test
    void shouldEndEverythingOfAPatientAtOnceAndLetThemInAgain() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.IDENTITY)) {
            // given
            SignedIn patient = api.newPatient();
            SignedIn administrator = api.administrator();

            // when
            requireStatus(204, byAdministrator(administrator, "suspension", patient.accountId()));
            requireStatus(204, byAdministrator(administrator, "suspension", patient.accountId()));

            // then
            requireStatus(401, api.client(patient).get().uri("/api/me").exchange());
            requireProblem(403, "account-suspended", logIn(patient));
            Event suspended = recorded.one(event ->
                    event.type() == EventType.ACCOUNT_SUSPENDED && event.key().equals(patient.accountId()));
            assertThat(suspended.stamp().getActor()).isEqualTo(administrator.accountId());

            // when
            requireStatus(204, byAdministrator(administrator, "activation", patient.accountId()));

            // then
            requireStatus(401, api.client(patient).get().uri("/api/me").exchange());
            requireStatus(200, logIn(patient));
        }
    }

    @Test
    void shouldTellOnlyWhoKnowsThePasswordThatTheAccountIsSuspendedOrClosed() {
        // given
        SignedIn suspended = api.newPatient();
        requireStatus(204, byAdministrator(api.administrator(), "suspension", suspended.accountId()));
        SignedIn closed = api.newPatient();
        api.bean(Accounts.class)
                .change(
                        closed.accountId(),
                        account -> Decision.accept(account.state().closed()))
                .block(PATIENCE);

        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // then
            requireProblem(403, "account-suspended", logIn(suspended));
            requireProblem(403, "account-closed", logIn(closed));
            requireProblem(401, "wrong-credentials", logIn(suspended.email(), "wrong horse battery"));
            requireProblem(401, "wrong-credentials", logIn(closed.email(), "wrong horse battery"));
            requireStatus(401, api.client(closed).get().uri("/api/me").exchange());
            recorded.all(
                    2,
                    event -> event.type() == EventType.LOGIN_FAILED
                            && suspended.accountId().equals(event.stamp().getActor()));
        }
    }

    @Test
    void shouldLetHospitalSuspendItsDoctorAndLiftThat() {
        // given
        Member hospital = members.hospital();
        Member doctor = members.doctor(hospital);

        // when
        requireStatus(204, byHospital(hospital, "suspension", doctor.accountId()));

        // then
        requireStatus(401, get(doctor, "/api/me"));
        requireProblem(403, "account-suspended", logIn(doctor.signedIn()));

        // when
        requireStatus(204, byHospital(hospital, "activation", doctor.accountId()));

        // then
        requireStatus(200, logIn(doctor.signedIn()));
    }

    @Test
    void shouldNotLetHospitalLiftWhatAnAdministratorSuspended() {
        // given
        Member hospital = members.hospital();
        Member doctor = members.doctor(hospital);
        SignedIn administrator = api.administrator();
        requireStatus(204, byHospital(hospital, "suspension", doctor.accountId()));
        requireStatus(204, byAdministrator(administrator, "suspension", doctor.accountId()));

        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            requireProblem(403, "forbidden", byHospital(hospital, "activation", doctor.accountId()));

            // then
            recorded.one(event -> isDenialOf(event, hospital.signedIn()));
            requireProblem(403, "account-suspended", logIn(doctor.signedIn()));
        }
        requireStatus(204, byAdministrator(administrator, "activation", doctor.accountId()));
        requireStatus(200, logIn(doctor.signedIn()));
    }

    @Test
    void shouldLetDoctorGoOnWaitingAfterASuspension() {
        // given
        Member doctor = members.pendingDoctor(members.hospital());
        SignedIn administrator = api.administrator();

        // when
        requireStatus(204, byAdministrator(administrator, "suspension", doctor.accountId()));
        requireStatus(204, byAdministrator(administrator, "activation", doctor.accountId()));

        // then
        String token = api.logIn(doctor.signedIn().email(), ApiUnderTest.PASSWORD);
        api.client(new SignedIn(doctor.accountId(), "", "", token))
                .get()
                .uri("/api/me")
                .exchange()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("PENDING");
    }

    @Test
    void shouldLetNobodySuspendWhomTheyMayNot() {
        // given
        Member hospital = members.hospital();
        Member colleague = members.doctor(hospital);
        Member doctor = members.doctor(hospital);
        Member other = members.hospital();
        String ofHospital =
                "/api/hospitals/" + hospital.hospitalId() + "/doctors/" + doctor.accountId() + "/suspension";
        String ofAdministrator = "/api/admin/accounts/" + doctor.accountId() + "/suspension";

        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // then
            for (SignedIn who : List.of(other.signedIn(), colleague.signedIn(), doctor.signedIn(), api.newPatient())) {
                requireProblem(
                        403, "forbidden", api.client(who).post().uri(ofHospital).exchange());
                requireProblem(
                        403,
                        "forbidden",
                        api.client(who).post().uri(ofAdministrator).exchange());
                recorded.all(2, event -> isDenialOf(event, who));
            }
            SignedIn administrator = api.administrator();
            requireProblem(
                    403,
                    "forbidden",
                    api.client(administrator).post().uri(ofHospital).exchange());
            requireProblem(404, "not-found", byHospital(other, "suspension", doctor.accountId()));
            requireProblem(
                    404,
                    "not-found",
                    byHospital(hospital, "suspension", api.newPatient().accountId()));
            requireProblem(
                    404,
                    "not-found",
                    byHospital(hospital, "suspension", UUID.randomUUID().toString()));
            requireProblem(
                    404,
                    "not-found",
                    byAdministrator(
                            administrator, "suspension", UUID.randomUUID().toString()));
        }
        requireStatus(401, api.client().post().uri(ofHospital).exchange());
        requireStatus(200, get(doctor, "/api/me"));
    }

    @Test
    void shouldLetNoAdministratorSuspendThemselves() {
        // given
        SignedIn administrator = api.administrator();

        // then
        requireProblem(
                409, "must-stay-active", byAdministrator(administrator, "suspension", administrator.accountId()));
        requireStatus(200, api.client(administrator).get().uri("/api/me").exchange());
    }

    /** Otherwise two administrators could leave nobody. */
    @Test
    void shouldNotLetTwoAdministratorsSuspendOneAnother() {
        for (int round = 0; round < 8; round++) {
            // given
            SignedIn one = api.administrator();
            SignedIn other = api.administrator();

            // when
            List<Integer> answers = Flux.just(List.of(one, other), List.of(other, one))
                    .flatMap(pair -> Flux.defer(() -> Flux.just(byAdministrator(
                                            pair.get(0),
                                            "suspension",
                                            pair.get(1).accountId())
                                    .expectBody()
                                    .returnResult()
                                    .getStatus()
                                    .value()))
                            .subscribeOn(Schedulers.boundedElastic()))
                    .collectList()
                    .block(PATIENCE);

            // then
            assertThat(answers).isSubsetOf(204, 401, 409);
            assertThat(List.of(isActive(one), isActive(other))).contains(true);
        }
    }

    private static boolean isActive(SignedIn administrator) {
        return api.bean(Accounts.class)
                .find(administrator.accountId())
                .map(AccountState::mayAct)
                .block(PATIENCE);
    }

    private static ResponseSpec byAdministrator(SignedIn administrator, String call, String accountId) {
        return api.client(administrator)
                .post()
                .uri("/api/admin/accounts/{id}/" + call, accountId)
                .exchange();
    }

    private static ResponseSpec byHospital(Member hospital, String call, String accountId) {
        return api.client(hospital.signedIn())
                .post()
                .uri("/api/hospitals/{id}/doctors/{id}/" + call, hospital.hospitalId(), accountId)
                .exchange();
    }

    private static ResponseSpec logIn(SignedIn who) {
        return logIn(who.email(), ApiUnderTest.PASSWORD);
    }

    private static ResponseSpec logIn(String email, String password) {
        return api.client()
                .post()
                .uri("/api/auth/login")
                .bodyValue(Map.of("email", email, "password", password))
                .exchange();
    }

    private static ResponseSpec get(Member member, String path) {
        return api.client(member.signedIn()).get().uri(path).exchange();
    }

    private static void requireStatus(int status, ResponseSpec answer) {
        answer.expectStatus().isEqualTo(status).expectBody();
    }

    private static void requireProblem(int status, String type, ResponseSpec answer) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:healthpassport:problem:" + type);
    }

    private static boolean isDenialOf(Event event, SignedIn who) {
        return event.type() == EventType.ACCESS_DENIED
                && who.accountId().equals(event.stamp().getActor());
    }
}
