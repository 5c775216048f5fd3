package org.healthpassport.api.identity.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.identity.Members;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** An instance that requires a second factor of administrators, auditors and hospitals. */
class RequiredSecondFactorTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final Members members = new Members(api);

    private static ApiUnderTest.Instance strict;

    @BeforeAll
    static void startTheStrictInstance() {
        strict = api.anotherInstance(Map.of("healthpassport.second-factor.required", "true"));
    }

    @AfterAll
    static void stopTheStrictInstance() {
        strict.close();
    }

    @Test
    void shouldLetTheSameTokenDoEverythingOnceAFactorIsEnrolled() {
        // given
        WebTestClient hospital = loggedIn(members.hospital().signedIn());
        assertSecondFactorIsMissing(hospital.get().uri("/api/hospitals").exchange());

        // when
        enrol(hospital);

        // then
        hospital.get().uri("/api/hospitals").exchange().expectStatus().isOk();
        hospital.get()
                .uri("/api/me")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.secondFactor")
                .isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/admin/accounts",
        "GET, /api/hospitals",
        "PATCH, /api/me",
        "POST, /api/me/closure",
        "POST, /api/auth/password",
        "POST, /api/auth/totp/removal",
        "GET, /api/me/sessions",
        "GET, /actuator/metrics"
    })
    void shouldRefuseAdministratorsEverythingElse(String method, String path) {
        assertSecondFactorIsMissing(
                administrator().method(HttpMethod.valueOf(method)).uri(path).exchange());
    }

    @Test
    void shouldLetAdministratorsSeeTheirAccountAndLogOut() {
        WebTestClient administrator = administrator();

        administrator
                .get()
                .uri("/api/me")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.secondFactor")
                .isEqualTo(false);
        administrator.post().uri("/api/auth/logout").exchange().expectStatus().isNoContent();
    }

    @Test
    void shouldAskAgainWhenTheFactorWasRemoved() {
        // given
        SignedIn hospital = members.hospital().signedIn();
        WebTestClient client = loggedIn(hospital);
        enrol(client);
        WebTestClient administrator = administrator();
        enrol(administrator);

        // when
        administrator
                .delete()
                .uri("/api/admin/accounts/{id}/totp", hospital.accountId())
                .exchange()
                .expectStatus()
                .isNoContent();

        // then
        assertSecondFactorIsMissing(client.get().uri("/api/hospitals").exchange());
    }

    @Test
    void shouldAskForTheFactorBeforeTheActivation() {
        WebTestClient hospital = loggedIn(members.pendingHospital().signedIn());

        assertSecondFactorIsMissing(hospital.get().uri("/api/me/sessions").exchange());
        enrol(hospital);
        hospital.get().uri("/api/me/sessions").exchange().expectStatus().isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATIENT", "DOCTOR"})
    void shouldRequireNothingOfOthers(String role) {
        // given
        SignedIn other = role.equals("PATIENT")
                ? api.newPatient()
                : members.doctor(members.hospital()).signedIn();

        // when, then
        loggedIn(other).get().uri("/api/hospitals").exchange().expectStatus().isOk();
    }

    private static WebTestClient administrator() {
        String email = UUID.randomUUID() + "@passport.test";
        api.client(api.administrator())
                .post()
                .uri("/api/admin/accounts")
                .bodyValue(
                        Map.of("role", "ADMIN", "email", email, "password", ApiUnderTest.PASSWORD, "name", "Ada Admin"))
                .exchange()
                .expectStatus()
                .isCreated();
        return loggedIn(email);
    }

    private static void enrol(WebTestClient client) {
        Map<?, ?> begun = client.post()
                .uri("/api/auth/totp")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        client.post()
                .uri("/api/auth/totp/confirm")
                .bodyValue(Map.of("code", SecondFactorApiTest.code((String) begun.get("secret"), 0)))
                .exchange()
                .expectStatus()
                .isOk();
    }

    private static WebTestClient loggedIn(SignedIn account) {
        return loggedIn(account.email());
    }

    private static WebTestClient loggedIn(String email) {
        WebTestClient anonymous = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + strict.port())
                .build();
        Map<?, ?> tokens = anonymous
                .post()
                .uri("/api/auth/login")
                .bodyValue(Map.of("email", email, "password", ApiUnderTest.PASSWORD))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        return anonymous
                .mutate()
                .defaultHeaders(headers -> headers.setBearerAuth((String) tokens.get("access_token")))
                .build();
    }

    private static void assertSecondFactorIsMissing(ResponseSpec answer) {
        answer.expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.type")
                .value(String.class, type -> assertThat(type).endsWith("second-factor-missing"));
    }
}
