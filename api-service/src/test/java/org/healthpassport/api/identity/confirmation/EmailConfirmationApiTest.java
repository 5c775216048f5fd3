package org.healthpassport.api.identity.confirmation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.bson.Document;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.Instance;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.identity.Mailbox;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.identity.SignInClient;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.account.EmailClaim;
import org.healthpassport.api.identity.mail.MailedToken;
import org.healthpassport.api.identity.mail.NewToken;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.LoginFailed;
import org.healthpassport.events.access.LoginFailure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Registration where emails are confirmed, over HTTP and with real mails. */
class EmailConfirmationApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FIVE_REGISTRATIONS_AND_RESETS_AND_FOUR_LOGINS = 14;
    private static final String OTHER_PASSWORD = "staple the battery";
    private static final String UNCONFIRMED = "{\"status\":\"UNCONFIRMED\"}";
    /** Those that differ from answer to answer anyhow. */
    private static final Set<String> OWN_HEADERS = Set.of(HttpHeaders.DATE, "X-Request-Id");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static Instance confirming;
    private static RecordedEvents recorded;

    private final SignInClient signIn = new SignInClient(api);
    private final Members members = new Members(api);
    private final String email = UUID.randomUUID() + "@example.org";
    private final Mailbox mailbox = new Mailbox(api, email);

    @BeforeAll
    static void start() {
        confirming = api.anotherInstance(Map.of("HEALTHPASSPORT_EMAIL_CONFIRMATION", "true"));
        recorded = new RecordedEvents(api, Topics.ACCESS, Topics.IDENTITY);
    }

    @AfterAll
    static void stop() {
        recorded.close();
        confirming.close();
    }

    @Test
    void shouldOpenTheAccountOfAPatientWithTheTokenOfTheMail() {
        // given
        EntityExchangeResult<byte[]> answer = answer(register(ApiUnderTest.registration(email)));

        // when it is not confirmed yet
        assertThat(answer.getStatus().value()).isEqualTo(202);
        assertThat(text(answer)).isEqualTo(UNCONFIRMED);
        String token = mailbox.token(1);
        assertThat(mailbox.newest(1)).contains("an account for a patient, on ").doesNotContain("Ada");
        signIn.logIn(email, OTHER_PASSWORD).expectStatus().isUnauthorized();
        requireUnconfirmed(signIn.logIn(email, ApiUnderTest.PASSWORD));
        mailbox.mails(2);

        // when it is
        confirm(token).expectStatus().isNoContent().expectBody().isEmpty();

        // then
        JsonNode tokens = SignInClient.body(signIn.logIn(email, ApiUnderTest.PASSWORD));
        Map<?, ?> me = me(SignInClient.accessToken(tokens));
        assertThat(me.get("status")).isEqualTo("ACTIVE");
        assertThat(me.get("email")).isEqualTo(email);
        assertThat(me.get("patientId")).isInstanceOf(String.class);
        assertThat(me.toString()).contains("birthDate=1980-05-17").doesNotContain("pendingEmail");
        confirm(token).expectStatus().isEqualTo(422);
        confirm(mailbox.token(2)).expectStatus().isEqualTo(422);
        String accountId = (String) me.get("accountId");
        assertThat(recorded.all(3, ofIdentity(accountId)))
                .extracting(Event::type)
                .containsExactly(EventType.ACCOUNT_REGISTERED, EventType.EMAIL_CONFIRMED, EventType.SESSION_STARTED);
        recorded.one(event -> event.type() == EventType.LOGIN_FAILED
                && event.payload(LoginFailed.class)
                        .equals(new LoginFailed(accountId, LoginFailure.EMAIL_UNCONFIRMED, 1)));
        assertThat(api.logged()).doesNotContain(token, email);
    }

    @Test
    void shouldLetNobodySeeOrActivateMembersWhoHaveNotConfirmed() {
        // given
        Member hospital = members.hospital();
        Map<String, Object> registration = Members.doctorRegistration(hospital.hospitalId());
        registration.put("email", email);

        // when it is not confirmed yet
        assertThat(text(answer(register(registration)))).isEqualTo(UNCONFIRMED);
        String token = mailbox.token(1);
        String accountId = accountId(email);
        assertThat(doctors(hospital, "")).doesNotContain(accountId);
        assertThat(doctors(hospital, "?status=PENDING")).doesNotContain(accountId);
        assertThat(doctors(hospital, "?status=UNCONFIRMED")).doesNotContain(accountId);
        members.activateDoctor(hospital, accountId).expectStatus().isNotFound();
        assertThat(listedForAdministrator("?status=UNCONFIRMED&email=" + email)).contains(accountId);

        // when it is
        confirm(token).expectStatus().isNoContent();

        // then
        assertThat(doctors(hospital, "?status=PENDING")).contains(accountId);
        assertThat(listedForAdministrator("?status=UNCONFIRMED&email=" + email)).doesNotContain(accountId);
        assertThat(listedForAdministrator("?status=PENDING&email=" + email)).contains(accountId);
        members.activateDoctor(hospital, accountId).expectStatus().isNoContent();
    }

    @Test
    void shouldLetHospitalsWaitForAnAdministratorOnceTheyHaveConfirmed() {
        // given
        Map<String, Object> registration = Members.hospitalRegistration();
        registration.put("email", email);
        assertThat(text(answer(register(registration)))).isEqualTo(UNCONFIRMED);
        String accountId = accountId(email);

        // when
        members.activateHospital(accountId).expectStatus().isEqualTo(422);
        suspend(accountId).expectStatus().isEqualTo(422);
        confirm(mailbox.token(1)).expectStatus().isNoContent();

        // then
        String accessToken = api.logIn(email, ApiUnderTest.PASSWORD);
        assertThat(me(accessToken).get("status")).isEqualTo("PENDING");
        members.activateHospital(accountId).expectStatus().isNoContent();
    }

    @Test
    void shouldAnswerTheSameForATakenEmailWhoseOwnerIsTold() {
        // given
        SignedIn owner = api.newPatient();
        Map<String, Object> again = new HashMap<>(ApiUnderTest.registration(owner.email()));
        again.put("password", OTHER_PASSWORD);
        String key = UUID.randomUUID().toString();

        // when
        long before = accounts();
        EntityExchangeResult<byte[]> free = answer(register(ApiUnderTest.registration(email), key));
        EntityExchangeResult<byte[]> taken = answer(register(again, key));

        // then
        assertThat(accounts()).as("the same work for both").isEqualTo(before + 2);
        assertThat(taken.getStatus()).isEqualTo(free.getStatus());
        assertThat(text(taken)).isEqualTo(text(free)).isEqualTo(UNCONFIRMED);
        assertThat(headers(taken)).isEqualTo(headers(free));
        assertThat(text(answer(register(again, key)))).as("the repeat").isEqualTo(UNCONFIRMED);
        mailbox.token(1);
        assertThat(new Mailbox(api, owner.email()).newest(1))
                .contains("It has an account already")
                .doesNotContain("token");
        signIn.logIn(owner.email(), OTHER_PASSWORD).expectStatus().isUnauthorized();
        signIn.logIn(owner.email(), ApiUnderTest.PASSWORD).expectStatus().isOk();
    }

    /** Somebody registers the address of another person with a password of their own, and waits. */
    @Test
    void shouldGiveTheAddressToTheRegistrationThatItsReaderConfirms() {
        // given
        Map<String, Object> ofAttacker = new HashMap<>(ApiUnderTest.registration(email));
        ofAttacker.put("password", OTHER_PASSWORD);
        register(ofAttacker).expectStatus().isAccepted().expectBody();
        String attackersToken = mailbox.token(1);

        // when
        register(ApiUnderTest.registration(email)).expectStatus().isAccepted().expectBody();
        String token = mailbox.token(2);
        register(ofAttacker).expectStatus().isAccepted().expectBody();
        String later = mailbox.token(3);
        confirm(token).expectStatus().isNoContent();

        // then
        confirm(attackersToken).expectStatus().isEqualTo(422);
        confirm(later).expectStatus().isEqualTo(422);
        signIn.logIn(email, ApiUnderTest.PASSWORD).expectStatus().isOk();
        signIn.logIn(email, OTHER_PASSWORD).expectStatus().isUnauthorized();
    }

    @Test
    void shouldLetOneOfManyRegistrationsHaveTheAddress() {
        // given
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            register(ApiUnderTest.registration(email))
                    .expectStatus()
                    .isAccepted()
                    .expectBody();
            tokens.add(mailbox.token(i + 1));
        }
        HttpClient http = HttpClient.newHttpClient();

        // when
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 50)
                .mapToObj(i -> http.sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/auth/email/confirm"))
                                .header("Content-Type", "application/json")
                                .header("X-Forwarded-For", "10.9.7." + (i + 1))
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"token\": \"%s\"}".formatted(tokens.get(i % tokens.size()))))
                                .build(),
                        BodyHandlers.ofString()))
                .toList();

        // then
        List<Integer> statuses =
                answers.stream().map(answer -> answer.join().statusCode()).toList();
        assertThat(statuses).containsOnlyOnce(204).isSubsetOf(204, 422, 409, 503);
        signIn.logIn(email, ApiUnderTest.PASSWORD).expectStatus().isOk();
    }

    @Test
    void shouldFillNobodysMailbox() {
        // when
        for (int i = 1; i <= 7; i++) {
            register(ApiUnderTest.registration(email))
                    .expectStatus()
                    .isAccepted()
                    .expectBody();
            post("/api/auth/password-reset", Map.of("email", email))
                    .expectStatus()
                    .isNoContent();
            requireUnconfirmed(signIn.logIn(email, ApiUnderTest.PASSWORD));
            // No answer waits for the mails.
            mailbox.mails(Math.min(3 * i, FIVE_REGISTRATIONS_AND_RESETS_AND_FOUR_LOGINS));
        }

        // then
        String other = UUID.randomUUID() + "@example.org";
        register(ApiUnderTest.registration(other)).expectStatus().isAccepted().expectBody();
        new Mailbox(api, other).mails(1);
        mailbox.mails(FIVE_REGISTRATIONS_AND_RESETS_AND_FOUR_LOGINS);
    }

    @Test
    void shouldRepeatTheMailTwiceForThoseWhoSignIn() {
        // given
        register(ApiUnderTest.registration(email)).expectStatus().isAccepted().expectBody();

        // when
        for (int i = 0; i < 4; i++) {
            requireUnconfirmed(signIn.logIn(email, ApiUnderTest.PASSWORD));
        }

        // then
        confirm(mailbox.token(3)).expectStatus().isNoContent();
    }

    /** The time of the answer would tell if the address is another account's. */
    @Test
    void shouldRefuseThoseWhoSignInWithoutWaitingForTheMail() {
        // given
        register(ApiUnderTest.registration(email)).expectStatus().isAccepted().expectBody();
        mailbox.mails(1);
        String accountId = accountId(email);
        String other = takeUniqueValueOf(accountId);

        // when, then
        requireUnconfirmed(signIn.logIn(email, ApiUnderTest.PASSWORD));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(api.logged()).contains("Expected to prepare a mail, but it failed"));
        mongo().remove(Query.query(Criteria.where("_id").is(other)), "accounts").block(PATIENCE);
    }

    /** Stores another document with the value of a unique field, so that no change of the account can be saved. */
    private static String takeUniqueValueOf(String accountId) {
        Query account = Query.query(Criteria.where("_id").is(accountId));
        Document found = mongo().findOne(account, Document.class, "accounts")
                .blockOptional(PATIENCE)
                .orElseThrow();
        mongo().updateFirst(account, new Update().unset("person"), "accounts").block(PATIENCE);
        String other = UUID.randomUUID().toString();
        mongo().insert(new Document("_id", other).append("person", found.get("person")), "accounts")
                .block(PATIENCE);
        return other;
    }

    private static ReactiveMongoTemplate mongo() {
        return api.bean(ReactiveMongoTemplate.class);
    }

    @Test
    void shouldTakeANewPasswordAsProofOfTheAddress() {
        // given
        register(ApiUnderTest.registration(email)).expectStatus().isAccepted().expectBody();
        mailbox.mails(1);

        // when
        post("/api/auth/password-reset", Map.of("email", email)).expectStatus().isNoContent();
        String token = mailbox.token(2);
        post("/api/auth/password-reset/confirm", Map.of("token", token, "password", OTHER_PASSWORD))
                .expectStatus()
                .isNoContent();

        // then
        JsonNode tokens = SignInClient.body(signIn.logIn(email, OTHER_PASSWORD));
        Map<?, ?> me = me(SignInClient.accessToken(tokens));
        assertThat(me.get("status")).isEqualTo("ACTIVE");
        String accountId = (String) me.get("accountId");
        assertThat(recorded.all(4, ofIdentity(accountId)))
                .extracting(Event::type)
                .containsExactly(
                        EventType.ACCOUNT_REGISTERED,
                        EventType.EMAIL_CONFIRMED,
                        EventType.PASSWORD_CHANGED,
                        EventType.SESSION_STARTED);
    }

    /** A thief moves an account to another address, and registers an account of their own with the former one. */
    @Test
    void shouldGiveAFormerAddressToNobodyWhoAsksForANewPassword() {
        // given
        SignedIn owner = api.newPatient();
        Mailbox owners = new Mailbox(api, owner.email());
        moveTo(email, owner);
        confirm(mailbox.token(1)).expectStatus().isNoContent();
        String stop = owners.token(1);
        register(ApiUnderTest.registration(owner.email())).expectStatus().isAccepted();
        owners.mails(2);
        String accountOfThief = accountId(owner.email());

        // when
        post("/api/auth/password-reset", Map.of("email", owner.email()))
                .expectStatus()
                .isNoContent();
        post("/api/auth/password-reset/confirm", Map.of("token", resetOf(accountOfThief), "password", OTHER_PASSWORD))
                .expectStatus()
                .isEqualTo(422);

        // then
        assertThat(account(accountOfThief).status()).isEqualTo(AccountStatus.UNCONFIRMED);
        confirm(stop).expectStatus().isNoContent();
        assertThat(account(owner.accountId()).email()).isEqualTo(owner.email());
        post("/api/auth/password-reset", Map.of("email", owner.email()))
                .expectStatus()
                .isNoContent();
        assertThat(owners.mails(3)).as("none for the account of the thief").hasSize(3);
        post("/api/auth/password-reset/confirm", Map.of("token", owners.token(3), "password", OTHER_PASSWORD))
                .expectStatus()
                .isNoContent();
        signIn.logIn(owner.email(), OTHER_PASSWORD).expectStatus().isOk();
    }

    @Test
    void shouldKeepEachFormerAddressForItsOwnTime() {
        // given
        SignedIn owner = api.newPatient();
        Accounts accounts = api.bean(Accounts.class);
        EmailAddress second = new EmailAddress(email);
        EmailAddress first = new EmailAddress("first." + email);
        Instant now = Instant.now();

        // when
        accounts.change(
                        owner.accountId(),
                        current -> Decision.accept(current.state()
                                .withFormerEmail(claim(first, now.minusSeconds(1)), Instant.EPOCH)
                                .withFormerEmail(claim(second, now.plusSeconds(600)), Instant.EPOCH)))
                .block(PATIENCE);

        // then
        assertThat(accounts.byEmail().exists(accounts.byEmail().indexOf(first)).block(PATIENCE))
                .isFalse();
        assertThat(accounts.byEmail().exists(accounts.byEmail().indexOf(second)).block(PATIENCE))
                .isTrue();
    }

    private static EmailClaim claim(EmailAddress address, Instant until) {
        return EmailClaim.of(address, api.bean(Accounts.class).byEmail().indexOf(address), "digest", until);
    }

    private static void moveTo(String wanted, SignedIn owner) {
        api.client(owner)
                .patch()
                .uri("/api/me")
                .header(HttpHeaders.IF_MATCH, "\"2\"")
                .bodyValue(Map.of("email", wanted))
                .exchange()
                .expectStatus()
                .isOk();
    }

    /** A token that sets a new password, as if its mail had been sent before the address was protected. */
    private static String resetOf(String accountId) {
        NewToken token = NewToken.draw(MailedToken.Purpose.NEW_PASSWORD, accountId)
                .blockOptional(PATIENCE)
                .orElseThrow();
        Instant now = Instant.now();
        api.bean(Accounts.class)
                .change(
                        accountId,
                        current ->
                                Decision.accept(current.state().withReset(token.digest(), now.plusSeconds(600), now)))
                .block(PATIENCE);
        return token.text();
    }

    private static AccountState account(String accountId) {
        return api.bean(Accounts.class).find(accountId).blockOptional(PATIENCE).orElseThrow();
    }

    @Test
    void shouldRefuseForgedTokensAndRecordIt() {
        // given
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);

        // when
        register(ApiUnderTest.registration(email)).expectStatus().isAccepted().expectBody();
        String token = mailbox.token(1);
        char last = token.charAt(token.length() - 2);
        confirm(token.substring(0, token.length() - 2) + (last == 'A' ? 'B' : 'A') + token.charAt(token.length() - 1))
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
        confirm(token).expectStatus().isNoContent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"token\": null}"})
    void shouldAskForAToken(String body) {
        api.client()
                .post()
                .uri("/api/auth/email/confirm")
                .header("Content-Type", "application/json")
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/token");
    }

    @Test
    void shouldBoundTheAttemptsOfAnAddress() {
        WebTestClient client = api.client();
        List<Integer> statuses = IntStream.range(0, 21)
                .mapToObj(i -> answer(client.post()
                                .uri("/api/auth/email/confirm")
                                .bodyValue(Map.of("token", "hpe1_"))
                                .exchange())
                        .getStatus()
                        .value())
                .toList();
        assertThat(statuses).contains(429).startsWith(422);
    }

    /** Without those that another event caused, such as of a notification. */
    private static Predicate<Event> ofIdentity(String accountId) {
        return event ->
                event.type().topic() == Topics.IDENTITY && event.key().equals(accountId) && event.causationId() == null;
    }

    private static ResponseSpec register(Map<String, Object> registration) {
        return register(registration, UUID.randomUUID().toString());
    }

    private static ResponseSpec register(Map<String, Object> registration, String key) {
        return api.client()
                .mutate()
                .baseUrl("http://127.0.0.1:" + confirming.port())
                .build()
                .post()
                .uri("/api/auth/register")
                .header("Idempotency-Key", key)
                .bodyValue(registration)
                .exchange();
    }

    private static ResponseSpec confirm(String token) {
        return post("/api/auth/email/confirm", Map.of("token", token));
    }

    private static ResponseSpec post(String path, Map<String, Object> body) {
        return api.client().post().uri(path).bodyValue(body).exchange();
    }

    private static void requireUnconfirmed(ResponseSpec answer) {
        answer.expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:healthpassport:problem:wrong-credentials");
    }

    private static ResponseSpec suspend(String accountId) {
        return api.client(api.administrator())
                .post()
                .uri("/api/admin/accounts/{id}/suspension", accountId)
                .exchange();
    }

    private static EntityExchangeResult<byte[]> answer(ResponseSpec exchange) {
        return exchange.expectBody().returnResult();
    }

    private static String text(EntityExchangeResult<byte[]> answer) {
        return new String(answer.getResponseBodyContent(), UTF_8);
    }

    private static Map<String, List<String>> headers(EntityExchangeResult<byte[]> answer) {
        Map<String, List<String>> headers = new TreeMap<>();
        answer.getResponseHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name)) {
                headers.put(name, values);
            }
        });
        return headers;
    }

    private static Map<?, ?> me(String accessToken) {
        return api.client(SignInClient.signedIn(accessToken))
                .get()
                .uri("/api/me")
                .exchange()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
    }

    private static String doctors(Member hospital, String query) {
        return text(answer(api.client(hospital.signedIn())
                .get()
                .uri("/api/hospitals/" + hospital.hospitalId() + "/doctors" + query)
                .exchange()));
    }

    private static String listedForAdministrator(String query) {
        return text(answer(api.client(api.administrator())
                .get()
                .uri("/api/admin/accounts" + query)
                .exchange()));
    }

    private static String accountId(String email) {
        return listedForAdministrator("?email=" + email).replaceAll("(?s).*?\"accountId\":\"([^\"]+)\".*", "$1");
    }

    private static long accounts() {
        return api.bean(ReactiveMongoTemplate.class)
                .count(new Query(), "accounts")
                .blockOptional()
                .orElseThrow();
    }
}
