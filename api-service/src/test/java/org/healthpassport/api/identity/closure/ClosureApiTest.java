package org.healthpassport.api.identity.closure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.identity.SignInClient;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class ClosureApiTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SignInClient signIn = new SignInClient(api);

    @Test
    void shouldEndAllTokensAndEveryLogin() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.IDENTITY)) {
            // given
            SignedIn owner = api.newPatient();

            // when
            close(owner, Map.of("password", ApiUnderTest.PASSWORD))
                    .expectStatus()
                    .isNoContent();

            // then
            await().atMost(A_SECOND.multipliedBy(2))
                    .untilAsserted(() -> api.client(owner)
                            .get()
                            .uri("/api/me")
                            .exchange()
                            .expectStatus()
                            .isUnauthorized());
            signIn.logIn(owner.email(), ApiUnderTest.PASSWORD)
                    .expectStatus()
                    .isForbidden()
                    .expectBody()
                    .jsonPath("$.type")
                    .value(String.class, type -> assertThat(type).endsWith("account-closed"));
            assertThat(recorded.one(event ->
                                    event.key().equals(owner.accountId()) && event.type() == EventType.ACCOUNT_CLOSED)
                            .stamp()
                            .getActor())
                    .isEqualTo(owner.accountId());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong horse battery"})
    void shouldCloseNothingWithoutTheRightPassword(String password) {
        // given
        SignedIn owner = api.newPatient();

        // when
        close(owner, new HashMap<>(Map.of("password", password)))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);

        // then
        signIn.logIn(owner.email(), ApiUnderTest.PASSWORD).expectStatus().isOk();
    }

    @Test
    void shouldLetAnAdministratorGoWhileAnotherRemains() {
        // given
        String email = UUID.randomUUID() + "@example.org";
        api.client(api.administrator())
                .post()
                .uri("/api/admin/accounts")
                .bodyValue(Map.of("role", "ADMIN", "email", email, "password", ApiUnderTest.PASSWORD, "name", "Ann"))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody();
        SignedIn owner = new SignedIn("", "", email, api.logIn(email, ApiUnderTest.PASSWORD));

        // when
        close(owner, Map.of("password", ApiUnderTest.PASSWORD)).expectStatus().isNoContent();

        // then
        signIn.logIn(owner.email(), ApiUnderTest.PASSWORD).expectStatus().isForbidden();
    }

    /** Nobody could act for the hospital any more, and nobody could open it again. */
    @Test
    void shouldKeepTheAccountOfAnActiveHospital() {
        // given
        Members members = new Members(api);
        Member hospital = members.hospital();
        Member administrator = members.furtherAdministrator(hospital);

        // when, then
        close(hospital.signedIn(), Map.of("password", ApiUnderTest.PASSWORD))
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT);
        close(administrator.signedIn(), Map.of("password", ApiUnderTest.PASSWORD))
                .expectStatus()
                .isNoContent();
        members.activateDoctor(hospital, members.pendingDoctor(hospital).accountId())
                .expectStatus()
                .isNoContent();
    }

    /** Consents to the hospital allow nothing meanwhile, and again what they did once the suspension is lifted. */
    @Test
    void shouldStopAndRestoreAHospitalWithItsAccount() {
        // given
        Members members = new Members(api);
        ConsentUnderTest consents = new ConsentUnderTest(api);
        Member hospital = members.hospital();
        Member doctor = members.doctor(hospital);
        SignedIn patient = api.newPatient();
        consents.granted(patient, ConsentUnderTest.toHospital(hospital, "RECORDS_READ"));
        String account = "/api/admin/accounts/" + hospital.accountId();

        // when
        consents.post(api.administrator(), account + "/suspension", Map.of())
                .expectStatus()
                .isNoContent();

        // then
        consents.readRecords(doctor, patient).expectStatus().isNotFound();
        consents.grant(patient, patient, ConsentUnderTest.toHospital(hospital, "RECORDS_READ"))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);

        // when
        consents.post(api.administrator(), account + "/activation", Map.of())
                .expectStatus()
                .isNoContent();

        // then
        consents.readRecords(doctor, patient).expectStatus().isOk();
    }

    private static ResponseSpec close(SignedIn owner, Map<String, ?> body) {
        return api.client(owner).post().uri("/api/me/closure").bodyValue(body).exchange();
    }
}
