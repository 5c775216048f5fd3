package org.healthpassport.api.identity.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URI;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.LoginFailed;
import org.healthpassport.events.access.LoginFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class SecondFactorApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private SignedIn owner;
    private WebTestClient client;

    @BeforeEach
    void signIn() {
        owner = api.newPatient();
        client = api.client(owner);
    }

    @Test
    void shouldEnrolWithACodeOfTheAppAndShowRecoveryCodesOnce() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.IDENTITY)) {
            // when
            Map<?, ?> begun = begin();
            List<?> codes = confirm(secretOf(begun));

            // then
            assertThat(URI.create((String) begun.get("uri")).getScheme()).isEqualTo("otpauth");
            assertThat(codes).hasSize(10).doesNotHaveDuplicates();
            assertThat(recorded.one(event -> event.key().equals(owner.accountId())
                                    && event.type() == EventType.SECOND_FACTOR_ENROLLED)
                            .stamp()
                            .getActor())
                    .isEqualTo(owner.accountId());
            post("/api/auth/totp", Map.of()).expectStatus().isEqualTo(HttpStatus.CONFLICT);
            post("/api/auth/totp/confirm", Map.of("code", code(secretOf(begun), 1)))
                    .expectStatus()
                    .isEqualTo(HttpStatus.CONFLICT);
        }
    }

    @Test
    void shouldReplaceASecretThatWasNotConfirmed() {
        // given
        String first = secretOf(begin());

        // when
        String second = secretOf(begin());

        // then
        post("/api/auth/totp/confirm", Map.of("code", code(first, 0)))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        assertThat(confirm(second)).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"code\":\"\"}", "{\"code\":\"000\"}", "{\"code\":null}"})
    void shouldRefuseWhatIsNoCode(String body) {
        // given
        begin();

        // when, then
        client.post()
                .uri("/api/auth/totp/confirm")
                .header("Content-Type", "application/json")
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @Test
    void shouldRefuseToConfirmWhatWasNotBegun() {
        post("/api/auth/totp/confirm", Map.of("code", "123456")).expectStatus().isEqualTo(HttpStatus.CONFLICT);
    }

    @Test
    void shouldLetTheOwnerRemoveItWithPasswordAndCode() {
        // given
        List<?> codes = confirm(secretOf(begin()));

        // when, then
        removal("wrong horse battery", codes.get(0)).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        removal(ApiUnderTest.PASSWORD, "0000-0000-0000-0000")
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        removal(ApiUnderTest.PASSWORD, codes.get(0)).expectStatus().isNoContent();
        removal(ApiUnderTest.PASSWORD, codes.get(1)).expectStatus().isEqualTo(HttpStatus.CONFLICT);
        begin();
    }

    @Test
    void shouldRemoveItOnceForParallelUsesOfOneCode() {
        // given
        List<?> codes = confirm(secretOf(begin()));

        // when
        List<Integer> answers = IntStream.range(0, 8)
                .parallel()
                .mapToObj(attempt -> removal(ApiUnderTest.PASSWORD, codes.get(0))
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .value())
                .toList();

        // then
        assertThat(answers).containsOnlyOnce(204);
    }

    @Test
    void shouldAskForACodeToChangeThePassword() {
        // given
        List<?> codes = confirm(secretOf(begin()));
        Map<String, Object> change = Map.of("current", ApiUnderTest.PASSWORD, "new", "staple the battery");

        // when, then
        post("/api/auth/password", change).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        Map<String, Object> withCode = new HashMap<>(change);
        withCode.put("code", "000000");
        post("/api/auth/password", withCode).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        withCode.put("code", codes.get(0));
        post("/api/auth/password", withCode).expectStatus().isNoContent();
    }

    @Test
    void shouldSlowDownThoseWhoGuess() {
        // given
        confirm(secretOf(begin()));

        // when
        for (int attempt = 0; attempt < 10; attempt++) {
            removal(ApiUnderTest.PASSWORD, "000000").expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        }

        // then
        removal(ApiUnderTest.PASSWORD, "000000")
                .expectStatus()
                .isEqualTo(HttpStatus.TOO_MANY_REQUESTS)
                .expectHeader()
                .exists("Retry-After");
    }

    @Test
    void shouldLetAdministratorsRemoveOneThatWasLost() {
        // given
        confirm(secretOf(begin()));
        String lost = "/api/admin/accounts/" + owner.accountId() + "/totp";

        // when, then
        client.delete().uri(lost).exchange().expectStatus().isForbidden();
        WebTestClient administrator = api.client(api.administrator());
        administrator.delete().uri(lost).exchange().expectStatus().isNoContent();
        administrator.delete().uri(lost).exchange().expectStatus().isEqualTo(HttpStatus.CONFLICT);
        administrator
                .delete()
                .uri("/api/admin/accounts/0192f000-0000-7000-8000-000000000000/totp")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    /** A stolen token of an administrator must not be enough. */
    @Test
    void shouldLetNoAdministratorRemoveTheirOwnWithoutACode() {
        SignedIn administrator = api.administrator();

        api.client(administrator)
                .delete()
                .uri("/api/admin/accounts/" + administrator.accountId() + "/totp")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void shouldAskForACodeAtEachLogin() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            String secret = secretOf(begin());
            confirm(secret);

            // when, then
            logIn(null)
                    .expectStatus()
                    .isUnauthorized()
                    .expectBody()
                    .jsonPath("$.type")
                    .value(String.class, type -> assertThat(type).endsWith("second-factor-required"));
            logIn("000000")
                    .expectStatus()
                    .isUnauthorized()
                    .expectBody()
                    .jsonPath("$.type")
                    .value(String.class, type -> assertThat(type).endsWith("wrong-second-factor"));
            String code = code(secret, 1);
            logIn(code)
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.access_token")
                    .exists();
            logIn(code).expectStatus().isUnauthorized();
            assertThat(recorded.all(
                            3,
                            event -> event.type() == EventType.LOGIN_FAILED
                                    && event.key().equals(owner.accountId())))
                    .extracting(event -> event.payload(LoginFailed.class).getReason())
                    .containsExactlyInAnyOrder(
                            LoginFailure.SECOND_FACTOR_MISSING,
                            LoginFailure.SECOND_FACTOR_WRONG,
                            LoginFailure.SECOND_FACTOR_WRONG);
        }
    }

    @Test
    void shouldSignInOnceForParallelUsesOfOneCode() {
        // given
        List<?> codes = confirm(secretOf(begin()));

        // when
        List<Integer> answers = IntStream.range(0, 8)
                .parallel()
                .mapToObj(attempt -> logIn(codes.get(3))
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .value())
                .toList();

        // then
        assertThat(answers).containsOnlyOnce(200);
    }

    @Test
    void shouldAskForNoCodeBeforeTheSecretIsConfirmed() {
        // given
        begin();

        // when, then
        logIn(null).expectStatus().isOk();
    }

    @Test
    void shouldLetNobodyEnrolWithoutSigningIn() {
        api.client().post().uri("/api/auth/totp").exchange().expectStatus().isUnauthorized();
    }

    private Map<?, ?> begin() {
        return client.post()
                .uri("/api/auth/totp")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
    }

    private List<?> confirm(String secret) {
        Map<?, ?> confirmed = post("/api/auth/totp/confirm", Map.of("code", code(secret, 0)))
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        return (List<?>) confirmed.get("recoveryCodes");
    }

    private ResponseSpec logIn(@Nullable Object code) {
        Map<String, Object> login = new HashMap<>(Map.of("email", owner.email(), "password", ApiUnderTest.PASSWORD));
        if (code != null) {
            login.put("totp", code);
        }
        return api.client().post().uri("/api/auth/login").bodyValue(login).exchange();
    }

    private ResponseSpec removal(String password, Object code) {
        return post("/api/auth/totp/removal", new HashMap<>(Map.of("password", password, "code", code)));
    }

    private ResponseSpec post(String path, Map<String, Object> body) {
        return client.post().uri(path).bodyValue(body).exchange();
    }

    private static String secretOf(Map<?, ?> begun) {
        return (String) begun.get("secret");
    }

    /** The code that an authenticator app shows some steps from now. */
    static String code(String secret, int stepsFromNow) {
        TimeBasedOneTimePasswordGenerator app = new TimeBasedOneTimePasswordGenerator();
        try {
            return app.generateOneTimePasswordString(
                    new SecretKeySpec(new Base32().decode(secret), app.getAlgorithm()),
                    Instant.now().plus(app.getTimeStep().multipliedBy(stepsFromNow)),
                    Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new AssertionError(e);
        }
    }
}
