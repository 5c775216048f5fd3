package org.healthpassport.api.identity.newpassword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.identity.mail.MailedToken.Purpose.NEW_PASSWORD;

import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.Mailbox;
import org.healthpassport.api.identity.SignInClient;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.mail.MailSettings;
import org.healthpassport.api.identity.mail.MailedToken;
import org.healthpassport.api.identity.mail.NewToken;
import org.healthpassport.api.identity.mail.Outbox;
import org.healthpassport.api.identity.mail.UnawaitedMails;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.api.identity.throttle.GuessThrottle;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.edge.url.PublicUrl;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.test.StepVerifier;

/** Forgotten passwords are replaced over HTTP, with the token of a real mail. */
class PasswordResetApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
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
    void shouldSetNewPasswordWithTheTokenOfTheMail() {
        // given
        SignedIn patient = api.newPatient();

        // when
        request(patient.email()).expectStatus().isNoContent().expectBody().isEmpty();
        String token = tokens(patient, 1).get(0);
        confirm(token, NEW).expectStatus().isNoContent();

        // then
        assertThat(signIn.status(patient.accessToken())).isEqualTo(401);
        signIn.logIn(patient.email(), ApiUnderTest.PASSWORD).expectStatus().isUnauthorized();
        signIn.logIn(patient.email(), NEW).expectStatus().isOk();
        confirm(token, "another battery").expectStatus().isEqualTo(422);
        assertThat(recorded.one(of(patient, EventType.PASSWORD_RESET_REQUESTED))
                        .stamp()
                        .getActorRole())
                .isEqualTo("ANONYMOUS");
        Event changed = recorded.one(of(patient, EventType.PASSWORD_CHANGED));
        assertThat(changed.payload(PasswordChanged.class))
                .isEqualTo(new PasswordChanged(patient.accountId(), PasswordProof.RESET_TOKEN));
        assertThat(changed.stamp().getActor()).isEqualTo(patient.accountId());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(new Mailbox(api, patient.email()).mails())
                        .extracting(MimeMessage::getSubject)
                        .containsExactly("Set a new password", "Your password was changed"));
        assertThat(api.logged()).doesNotContain(token, patient.email());
    }

    @Test
    void shouldAnswerTheSameForEveryEmail() {
        // given
        SignedIn patient = api.newPatient();
        String nobody = UUID.randomUUID() + "@example.org";

        // when
        request(nobody).expectStatus().isNoContent().expectBody().isEmpty();
        request(patient.email()).expectStatus().isNoContent().expectBody().isEmpty();

        // then
        tokens(patient, 1);
        assertThat(new Mailbox(api, nobody).mails()).isEmpty();
    }

    /** Without the store nobody knows whether there is an account, so the answer cannot depend on it. */
    @Test
    void shouldAnswerBeforeAnyAccountIsLookedFor() {
        // given
        SignedIn patient = api.newPatient();
        api.lineToStore().cut();

        // when, then
        try {
            request(patient.email()).expectStatus().isNoContent();
            request(UUID.randomUUID() + "@example.org").expectStatus().isNoContent();
        } finally {
            api.lineToStore().mend();
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> signIn.logIn(patient.email(), ApiUnderTest.PASSWORD)
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .is2xxSuccessful());
    }

    @Test
    void shouldSucceedOnceForFiftyUsesAtOnce() {
        // given
        SignedIn patient = api.newPatient();
        request(patient.email()).expectStatus().isNoContent();
        String token = tokens(patient, 1).get(0);
        HttpClient http = HttpClient.newHttpClient();

        // when
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 50)
                .mapToObj(i -> http.sendAsync(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + api.port() + "/api/auth/password-reset/confirm"))
                                .header("Content-Type", "application/json")
                                .header("X-Forwarded-For", "10.9.8." + (i + 1))
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"token\": \"%s\", \"password\": \"%s %d\"}".formatted(token, NEW, i)))
                                .build(),
                        BodyHandlers.ofString()))
                .toList();

        // then
        List<Integer> statuses =
                answers.stream().map(answer -> answer.join().statusCode()).toList();
        assertThat(statuses).containsOnlyOnce(204);
        assertThat(statuses).isSubsetOf(204, 422, 409, 503);
        signIn.logIn(patient.email(), NEW + ' ' + statuses.indexOf(204))
                .expectStatus()
                .isOk();
        recorded.one(of(patient, EventType.PASSWORD_CHANGED));
    }

    @Test
    void shouldLetNobodyCrowdOutTheOwner() {
        // given
        SignedIn patient = api.newPatient();

        // when
        for (int i = 0; i < 7; i++) {
            request(patient.email()).expectStatus().isNoContent();
        }

        // then
        List<String> tokens = tokens(patient, 5);
        assertThat(recorded.all(5, of(patient, EventType.PASSWORD_RESET_REQUESTED)))
                .hasSize(5);
        confirm(tokens.get(0), NEW).expectStatus().isNoContent();
        confirm(tokens.get(4), NEW).expectStatus().isEqualTo(422);
    }

    @Test
    void shouldKeepTheTokenIfThePasswordIsRefused() {
        // given
        SignedIn patient = api.newPatient();
        request(patient.email()).expectStatus().isNoContent();
        String token = tokens(patient, 1).get(0);

        // when
        confirm(token, "too short")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/password");

        // then
        confirm(token, NEW).expectStatus().isNoContent();
    }

    @Test
    void shouldWorkWhileLoginsAreSlowedDown() {
        // given
        SignedIn patient = api.newPatient();
        IntStream.range(0, 10)
                .forEach(i -> signIn.logIn(patient.email(), "wrong password").expectBody());
        await().atMost(PATIENCE)
                .until(() -> signIn.logIn(patient.email(), "wrong password")
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .isSameCodeAs(HttpStatus.TOO_MANY_REQUESTS));

        // when
        request(patient.email()).expectStatus().isNoContent();

        // then
        confirm(tokens(patient, 1).get(0), NEW).expectStatus().isNoContent();
    }

    @Test
    void shouldRefuseTokensOfBeforeAndOfClosedAccounts() {
        // given
        SignedIn patient = api.newPatient();
        request(patient.email()).expectStatus().isNoContent();
        String token = tokens(patient, 1).get(0);
        Accounts accounts = api.bean(Accounts.class);

        // when
        AccountState account = Objects.requireNonNull(accounts.change(
                        patient.accountId(), now -> Decision.accept(now.state().closed()))
                .block(PATIENCE));

        // then
        confirm(token, NEW).expectStatus().isEqualTo(422);
        assertThat(account.hasReset(
                        MailedToken.of(NEW_PASSWORD, token).orElseThrow().digest(), Instant.now()))
                .isTrue();
        assertThat(account.hasReset(
                        MailedToken.of(NEW_PASSWORD, token).orElseThrow().digest(),
                        Instant.now().plus(Duration.ofMinutes(61))))
                .isFalse();
    }

    @Test
    void shouldRefuseForgedTokensAndRecordIt() {
        // given
        SignedIn patient = api.newPatient();
        String forged = NewToken.draw(NEW_PASSWORD, patient.accountId())
                .blockOptional(Duration.ofSeconds(30))
                .orElseThrow()
                .text();
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);

        // when
        confirm(forged, NEW)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:healthpassport:problem:invalid");

        // then
        recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                && !event.time().isBefore(before)
                && event.stamp().getActorRole().equals("ANONYMOUS")
                && event.payload(AccessDenied.class).getReason() == DenialReason.INVALID_TOKEN);
        signIn.logIn(patient.email(), ApiUnderTest.PASSWORD).expectStatus().isOk();
    }

    @Test
    void shouldBoundTheRequestsOfAnAddress() {
        WebTestClient client = api.client();
        List<Integer> statuses = IntStream.range(0, 21)
                .mapToObj(i -> client.post()
                        .uri("/api/auth/password-reset")
                        .bodyValue(Map.of("email", UUID.randomUUID() + "@example.org"))
                        .exchange()
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .value())
                .toList();
        assertThat(statuses).contains(429).startsWith(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"email\": \"nobody\"}", "{\"email\": null}"})
    void shouldRefuseWhatIsNoEmail(String body) {
        api.client()
                .post()
                .uri("/api/auth/password-reset")
                .header("Content-Type", "application/json")
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/email");
    }

    @Test
    void shouldRefuseEveryRequestIfNoMailIsSent() {
        try (AnnotationConfigApplicationContext withoutServer = new AnnotationConfigApplicationContext()) {
            // given
            withoutServer.registerBean(MailSettings.class, () -> new MailSettings(null, null, false, false));
            withoutServer.registerBean(Accounts.class, () -> api.bean(Accounts.class));
            withoutServer.registerBean(PublicUrl.class, () -> api.bean(PublicUrl.class));
            withoutServer.registerBean(Clock.class, Clock::systemUTC);
            withoutServer.scan(Outbox.class.getPackageName());
            withoutServer.refresh();
            ResettingPassword resetting = new ResettingPassword(
                    api.bean(Accounts.class),
                    api.bean(PasswordHashing.class),
                    api.bean(GuessThrottle.class),
                    withoutServer.getBean(Outbox.class),
                    api.bean(UnawaitedMails.class),
                    api.bean(PasswordMails.class),
                    api.bean(AccessLog.class),
                    Clock.systemUTC());

            // when, then
            StepVerifier.create(resetting.request(new EmailAddress("nobody@example.org")))
                    .verifyErrorMatches(Refused.with(PasswordRefusal.NoMail.class));
        }
    }

    private static Predicate<Event> of(SignedIn who, EventType type) {
        return event -> event.type() == type && event.key().equals(who.accountId());
    }

    private static ResponseSpec request(String email) {
        return api.client()
                .post()
                .uri("/api/auth/password-reset")
                .bodyValue(Map.of("email", email))
                .exchange();
    }

    private static ResponseSpec confirm(String token, String password) {
        return api.client()
                .post()
                .uri("/api/auth/password-reset/confirm")
                .bodyValue(Map.of("token", token, "password", password))
                .exchange();
    }

    /** The tokens of all mails to somebody. */
    private static List<String> tokens(SignedIn who, int count) {
        return new Mailbox(api, who.email()).tokens(count);
    }
}
