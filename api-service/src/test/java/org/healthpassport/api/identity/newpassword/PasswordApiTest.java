package org.healthpassport.api.identity.newpassword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.identity.SignInClient.accessToken;
import static org.healthpassport.api.identity.SignInClient.body;
import static org.healthpassport.api.identity.SignInClient.refreshToken;
import static org.healthpassport.api.identity.SignInClient.signedIn;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.SignInClient;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.account.PasswordChanged;
import org.healthpassport.events.account.PasswordProof;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** A signed-in owner changes the password over HTTP. */
class PasswordApiTest {
    private static final String NEW = "staple the battery";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static RecordedEvents recorded;

    private final SignInClient signIn = new SignInClient(api);

    @BeforeAll
    static void listen() {
        recorded = new RecordedEvents(api, Topics.ACCESS, Topics.IDENTITY);
    }

    @AfterAll
    static void stopListening() {
        recorded.close();
    }

    @Test
    void shouldChangePasswordAndEndEverySession() {
        // given
        SignedIn patient = api.newPatient();
        JsonNode here = body(signIn.logIn(patient.email(), ApiUnderTest.PASSWORD));
        JsonNode elsewhere = body(signIn.logIn(patient.email(), ApiUnderTest.PASSWORD));
        assertThat(signIn.status(accessToken(here))).isEqualTo(200);
        assertThat(signIn.status(accessToken(elsewhere))).isEqualTo(200);

        // when
        change(signedIn(accessToken(here)), ApiUnderTest.PASSWORD, NEW)
                .expectStatus()
                .isNoContent();

        // then
        for (JsonNode ended : new JsonNode[] {here, elsewhere}) {
            assertThat(signIn.status(accessToken(ended))).isEqualTo(401);
            signIn.refresh(refreshToken(ended)).expectStatus().isUnauthorized();
        }
        signIn.logIn(patient.email(), ApiUnderTest.PASSWORD).expectStatus().isUnauthorized();
        assertThat(signIn.status(accessToken(body(signIn.logIn(patient.email(), NEW)))))
                .isEqualTo(200);
        Event changed = recorded.one(event ->
                event.type() == EventType.PASSWORD_CHANGED && event.key().equals(patient.accountId()));
        assertThat(changed.payload(PasswordChanged.class))
                .isEqualTo(new PasswordChanged(patient.accountId(), PasswordProof.CURRENT_PASSWORD));
        assertThat(changed.stamp().getActor()).isEqualTo(patient.accountId());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Arrays.stream(api.mail().getReceivedMessages()).anyMatch(mail -> tells(mail, patient)));
    }

    @Test
    void shouldRefuseAndRecordAWrongPassword() {
        // given
        SignedIn patient = api.newPatient();

        // when
        change(patient, "wrong horse battery", NEW).expectStatus().isEqualTo(422);

        // then
        assertThat(recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                                && event.stamp().getActor().equals(patient.accountId()))
                        .payload(AccessDenied.class)
                        .getReason())
                .isEqualTo(DenialReason.NOT_PERMITTED);
        signIn.logIn(patient.email(), ApiUnderTest.PASSWORD).expectStatus().isOk();
    }

    @ParameterizedTest
    @CsvSource({
        "too short, must have at least 12 characters",
        "1qaz2wsx3edc, must not be one of the most common passwords",
        ApiUnderTest.PASSWORD + ", must not be the current password",
    })
    void shouldRefuseAWeakPassword(String weak, String detail) {
        // given
        SignedIn patient = api.newPatient();

        // when, then
        change(patient, ApiUnderTest.PASSWORD, weak)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/new")
                .jsonPath("$.errors[0].detail")
                .isEqualTo(detail);
        signIn.logIn(patient.email(), ApiUnderTest.PASSWORD).expectStatus().isOk();
    }

    @Test
    void shouldRefuseTheOwnEmailAsPassword() {
        SignedIn patient = api.newPatient();
        change(patient, ApiUnderTest.PASSWORD, patient.email())
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/new");
    }

    @ParameterizedTest
    @CsvSource({"'{\"new\": \"staple the battery\"}', /current", "'{\"current\": \"correct horse battery\"}', /new"})
    void shouldAskForBothPasswords(String body, String pointer) {
        api.client(api.newPatient())
                .post()
                .uri("/api/auth/password")
                .header("Content-Type", "application/json")
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer);
    }

    @Test
    void shouldChangeOnceForParallelUses() {
        // given
        SignedIn patient = api.newPatient();

        // when
        Stream<Integer> answers = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> change(patient, ApiUnderTest.PASSWORD, NEW + i)
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .value());

        // then
        assertThat(answers.toList()).containsOnlyOnce(204);
    }

    @Test
    void shouldLetPendingAccountsChangeIt() {
        // given
        SignedIn hospital = new Members(api).pendingHospital().signedIn();

        // when, then
        change(hospital, ApiUnderTest.PASSWORD, NEW).expectStatus().isNoContent();
        signIn.logIn(hospital.email(), NEW).expectStatus().isOk();
    }

    @Test
    void shouldAskForAccessToken() {
        api.client().post().uri("/api/auth/password").exchange().expectStatus().isUnauthorized();
    }

    private static boolean tells(MimeMessage mail, SignedIn owner) {
        try {
            return mail.getSubject().equals("Your password was changed")
                    && mail.getAllRecipients()[0].toString().equals(owner.email());
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    private static ResponseSpec change(SignedIn who, String current, String next) {
        return api.client(who)
                .post()
                .uri("/api/auth/password")
                .bodyValue(new HashMap<>(Map.of("current", current, "new", next)))
                .exchange();
    }
}
