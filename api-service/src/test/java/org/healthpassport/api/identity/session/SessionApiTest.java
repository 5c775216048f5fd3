package org.healthpassport.api.identity.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.identity.SignInClient.accessToken;
import static org.healthpassport.api.identity.SignInClient.body;
import static org.healthpassport.api.identity.SignInClient.refreshToken;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.identity.SignInClient;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.api.identity.account.Suspension;
import org.healthpassport.api.identity.key.SigningKeys;
import org.healthpassport.api.identity.token.AccessTokens;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.session.SessionEnd;
import org.healthpassport.events.session.SessionEnded;
import org.healthpassport.events.session.SessionRefreshed;
import org.healthpassport.events.session.SessionStarted;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sessions over HTTP: they begin with a login, go on with refresh tokens, are listed and ended. */
class SessionApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static RecordedEvents recorded;

    private final SignInClient signIn = new SignInClient(api);

    private final Members members = new Members(api);

    @BeforeAll
    static void listen() {
        recorded = new RecordedEvents(api, Topics.ACCESS, Topics.IDENTITY);
    }

    @AfterAll
    static void stopListening() {
        recorded.close();
    }

    @Test
    void shouldStartSessionWithLogin() {
        // given
        SignedIn patient = api.newPatient();

        // when
        JsonNode tokens = logIn(patient.email());

        // then
        assertThat(tokens.get("token_type").asString()).isEqualTo("Bearer");
        assertThat(tokens.get("expires_in").asInt()).isBetween(570, 600);
        assertThat(tokens.propertyNames())
                .containsExactlyInAnyOrder("access_token", "token_type", "expires_in", "refresh_token");
        assertThat(sessionOf(tokens).generation()).isEqualTo(1);
        Event started = recorded.one(ofSession(EventType.SESSION_STARTED, sessionOf(tokens)));
        assertThat(started.payload(SessionStarted.class).getAccountId()).isEqualTo(patient.accountId());
        assertThat(started.stamp().getActor()).isEqualTo(patient.accountId());
        assertThat(started.stamp().getActorRole()).isEqualTo("PATIENT");
    }

    @Test
    void shouldGoOnWithRefreshTokens() {
        // given
        JsonNode first = logIn(api.newPatient().email());

        // when
        JsonNode second = refreshed(first);
        JsonNode third = refreshed(second);

        // then
        assertThat(Stream.of(first, second, third).map(SignInClient::refreshToken))
                .doesNotHaveDuplicates();
        assertThat(Stream.of(first, second, third).map(SignInClient::accessToken))
                .doesNotHaveDuplicates()
                .allSatisfy(token -> assertThat(signIn.status(token)).isEqualTo(200));
        Session session = sessionOf(third);
        assertThat(session.generation()).isEqualTo(3);
        assertThat(recorded.all(2, ofSession(EventType.SESSION_REFRESHED, session)))
                .allSatisfy(event -> assertThat(event.stamp().getActor())
                        .isEqualTo(event.payload(SessionRefreshed.class).getAccountId()))
                .extracting(event -> event.payload(SessionRefreshed.class).getGeneration())
                .containsExactly(2, 3);
    }

    @Test
    void shouldGiveTheSameSuccessorToWhoRepeatsTheLastRefresh() {
        // given
        JsonNode first = logIn(api.newPatient().email());
        JsonNode answer = refreshed(first);
        long version = version(first);

        // when
        JsonNode repeated = refreshed(first);

        // then
        assertThat(refreshToken(repeated)).isEqualTo(refreshToken(answer));
        assertThat(accessToken(repeated)).isNotEqualTo(accessToken(answer));
        assertThat(signIn.status(accessToken(repeated))).isEqualTo(200);
        assertThat(version(first)).isEqualTo(version);
    }

    @Test
    void shouldRotateOnceForFiftyUsesAtOnce() {
        // given
        JsonNode first = logIn(api.newPatient().email());
        HttpClient http = HttpClient.newHttpClient();

        // when
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 50)
                .mapToObj(i -> http.sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/auth/refresh"))
                                .header("Content-Type", "application/json")
                                .header("X-Forwarded-For", "10.9.9." + (i + 1))
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"refresh_token\": \"" + refreshToken(first) + "\"}"))
                                .build(),
                        BodyHandlers.ofString()))
                .toList();

        // then
        assertThat(answers.stream().map(CompletableFuture::join).toList()).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        });
        List<JsonNode> tokens = answers.stream()
                .map(answer -> JsonMapper.shared().readTree(answer.join().body()))
                .toList();
        assertThat(tokens).extracting(SignInClient::refreshToken).containsOnly(refreshToken(tokens.get(0)));
        assertThat(tokens).extracting(SignInClient::accessToken).doesNotHaveDuplicates();
        assertThat(sessionOf(first).generation()).isEqualTo(2);
        assertThat(recorded.one(ofSession(EventType.SESSION_REFRESHED, sessionOf(first)))
                        .payload(SessionRefreshed.class)
                        .getGeneration())
                .isEqualTo(2);
        assertThat(refreshToken(refreshed(tokens.get(49)))).isNotEqualTo(refreshToken(first));
    }

    /** All of them change one document at the same time. */
    @Test
    void shouldStartAndRefreshManySessionsOfOneAccountAtOnce() {
        // given
        AccountState account = account(logIn(api.newPatient().email()));
        Sessions sessions = api.bean(Sessions.class);

        // when
        List<OpenSession> started = Flux.range(0, 18)
                .flatMap(i -> sessions.start(account, state -> Decision.unchanged()), 18)
                .collectList()
                .block(PATIENCE);
        List<OpenSession> refreshed = Flux.fromIterable(started)
                .flatMap(open -> sessions.refresh(open.refreshToken()), 18)
                .collectList()
                .block(PATIENCE);

        // then
        assertThat(started).hasSize(18);
        assertThat(refreshed)
                .hasSize(18)
                .allSatisfy(open -> assertThat(open.session().generation()).isEqualTo(2));
        assertThat(api.bean(Accounts.class)
                        .find(account.accountId())
                        .block(PATIENCE)
                        .sessions())
                .hasSize(20);
    }

    @Test
    void shouldEndTheSessionOfAnOldRefreshToken() {
        // given
        JsonNode first = logIn(api.newPatient().email());
        JsonNode third = refreshed(refreshed(first));
        Session session = sessionOf(third);
        JsonNode other = logIn(emailOf(first));

        // when
        assertRefused(signIn.refresh(refreshToken(first)));

        // then
        assertThat(signIn.status(accessToken(third))).isEqualTo(401);
        assertThat(signIn.status(accessToken(first))).isEqualTo(401);
        assertRefused(signIn.refresh(refreshToken(third)));
        assertThat(signIn.status(accessToken(other))).isEqualTo(200);
        assertThat(recorded.one(ofSession(EventType.SESSION_ENDED, session))
                        .payload(SessionEnded.class)
                        .getReason())
                .isEqualTo(SessionEnd.REFRESH_TOKEN_REUSED);
    }

    @Test
    void shouldRefuseForgedRefreshTokensAndRecordIt() {
        // given
        JsonNode tokens = logIn(api.newPatient().email());
        String own = refreshToken(tokens);
        String requestId = UUID.randomUUID().toString();

        // then
        for (String forged : List.of("nonsense", "", own + "A", own.replaceFirst("..$", "AA"), accessToken(tokens))) {
            assertRefused(signIn.refresh(forged));
        }
        assertRefused(api.client()
                .post()
                .uri("/api/auth/refresh")
                .header("X-Request-Id", requestId)
                .bodyValue(Map.of("refresh_token", "forged"))
                .exchange());
        Event denied = recorded.one(event ->
                event.type() == EventType.ACCESS_DENIED && event.correlationId().equals(requestId));
        assertThat(denied.payload(AccessDenied.class).getReason()).isEqualTo(DenialReason.INVALID_TOKEN);
        assertThat(denied.stamp().getActorRole()).isEqualTo("ANONYMOUS");
        assertThat(signIn.status(accessToken(tokens))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"refresh_token\": null}"})
    void shouldAskForRefreshToken(String body) {
        api.client()
                .post()
                .uri("/api/auth/refresh")
                .header("Content-Type", "application/json")
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/refresh_token");
    }

    @Test
    void shouldRefuseRefreshOfSessionThatIsOverByTime() {
        // given
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        for (UnaryOperator<Session> over : List.<UnaryOperator<Session>>of(
                session -> new Session(session.id(), now, now.minus(Duration.ofDays(7)), session.expiresAt(), 1),
                session -> new Session(session.id(), now, now, now, 1))) {
            JsonNode tokens = logIn(api.newPatient().email());

            // when
            change(tokens, account -> account.withSession(over.apply(sessionOf(tokens)), Instant.EPOCH));

            // then
            assertRefused(signIn.refresh(refreshToken(tokens)));
        }
    }

    @Test
    void shouldRefuseRefreshOfSuspendedAccountAndRecordWhose() {
        // given
        JsonNode tokens = logIn(api.newPatient().email());

        // when
        change(tokens, account -> account.suspended(new Suspension(null, AccountStatus.ACTIVE)));

        // then
        assertRefused(signIn.refresh(refreshToken(tokens)));
        Event denied = recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                && event.stamp().getActor().equals(accountOf(tokens)));
        assertThat(denied.payload(AccessDenied.class).getReason()).isEqualTo(DenialReason.INVALID_TOKEN);
    }

    @Test
    void shouldRefuseRefreshAfterTokensWereRevoked() {
        // given
        JsonNode tokens = logIn(api.newPatient().email());

        // when
        change(tokens, account -> account.withTokensRevoked(Instant.now()));

        // then
        assertRefused(signIn.refresh(refreshToken(tokens)));
        assertThat(signIn.status(accessToken(tokens))).isEqualTo(401);
        assertThat(signIn.status(accessToken(logIn(emailOf(tokens))))).isEqualTo(200);
    }

    /** The signature of a token can take any time, and so can what is recorded before it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRefuseTokensThatAreSignedAfterAllSessionsEnded(boolean refreshed) {
        // given
        SignedIn owner = api.newPatient();
        AccountState account = Objects.requireNonNull(
                api.bean(Accounts.class).find(owner.accountId()).block(PATIENCE));
        Sessions sessions = api.bean(Sessions.class);
        OpenSession begun = Objects.requireNonNull(
                sessions.start(account, state -> Decision.unchanged()).block(PATIENCE));
        OpenSession open = refreshed
                ? Objects.requireNonNull(sessions.refresh(begun.refreshToken()).block(PATIENCE))
                : begun;

        // when
        sessions.endAll(account.caller()).block(PATIENCE);
        String token = new AccessTokens(
                        api.bean(SigningKeys.class),
                        ApiUnderTest.PUBLIC_URL,
                        Clock.offset(Clock.systemUTC(), Duration.ofSeconds(2)))
                .issue(account.caller(), open.session(), open.account().validAfter(), "late")
                .value();

        // then
        assertThat(signIn.status(token)).isEqualTo(401);
    }

    @Test
    void shouldLogOut() {
        // given
        JsonNode tokens = logIn(api.newPatient().email());
        JsonNode other = logIn(emailOf(tokens));
        Session session = sessionOf(tokens);
        assertThat(signIn.status(accessToken(tokens))).isEqualTo(200);

        // when
        signedIn(tokens)
                .post()
                .uri("/api/auth/logout")
                .exchange()
                .expectStatus()
                .isNoContent();

        // then
        assertThat(signIn.status(accessToken(tokens))).isEqualTo(401);
        assertRefused(signIn.refresh(refreshToken(tokens)));
        assertThat(signIn.status(accessToken(other))).isEqualTo(200);
        assertThat(recorded.one(ofSession(EventType.SESSION_ENDED, session))
                        .payload(SessionEnded.class)
                        .getReason())
                .isEqualTo(SessionEnd.SIGNED_OUT);
    }

    @Test
    void shouldListOpenSessionsNewestFirst() {
        // given
        JsonNode first = logIn(api.newPatient().email());
        JsonNode second = logIn(emailOf(first));
        JsonNode ended = logIn(emailOf(first));
        signedIn(ended).post().uri("/api/auth/logout").exchange().expectStatus().isNoContent();

        // when
        JsonNode page = list(second, "");

        // then the registration signed in, too
        assertThat(page.has("nextCursor")).isFalse();
        assertThat(page.get("items").values())
                .hasSize(3)
                .allSatisfy(item -> assertThat(item.propertyNames())
                        .containsExactlyInAnyOrder("id", "startedAt", "lastUsedAt", "expiresAt", "current"));
        assertThat(page.at("/items/0/id").asString())
                .isEqualTo(sessionOf(second).id());
        assertThat(page.at("/items/0/current").asBoolean()).isTrue();
        assertThat(page.at("/items/1/id").asString()).isEqualTo(sessionOf(first).id());
        assertThat(page.at("/items/1/current").asBoolean()).isFalse();
        JsonNode firstPage = list(second, "?limit=2");
        assertThat(firstPage.get("items")).hasSize(2);
        assertThat(list(second, "?limit=2&cursor=" + firstPage.get("nextCursor").asString())
                        .at("/items/0/id"))
                .isEqualTo(page.at("/items/2/id"));
    }

    @Test
    void shouldEndAnotherSession() {
        // given
        JsonNode here = logIn(api.newPatient().email());
        JsonNode elsewhere = logIn(emailOf(here));
        assertThat(signIn.status(accessToken(elsewhere))).isEqualTo(200);
        String path = "/api/me/sessions/" + sessionOf(elsewhere).id();

        // when
        signedIn(here).delete().uri(path).exchange().expectStatus().isNoContent();

        // then
        assertThat(signIn.status(accessToken(elsewhere))).isEqualTo(401);
        assertThat(signIn.status(accessToken(here))).isEqualTo(200);
        signedIn(here).delete().uri(path).exchange().expectStatus().isNotFound();
    }

    @Test
    void shouldNotEndSessionsOfOthers() {
        // given
        JsonNode victim = logIn(api.newPatient().email());
        JsonNode stranger = logIn(api.newPatient().email());

        // when
        signedIn(stranger)
                .delete()
                .uri("/api/me/sessions/" + sessionOf(victim).id())
                .exchange()
                .expectStatus()
                .isNotFound();

        // then
        assertThat(signIn.status(accessToken(victim))).isEqualTo(200);
        assertThat(recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                                && event.stamp().getActor().equals(accountOf(stranger)))
                        .payload(AccessDenied.class)
                        .getReason())
                .isEqualTo(DenialReason.NOT_PERMITTED);
    }

    @Test
    void shouldEndAllSessions() {
        // given
        JsonNode here = logIn(api.newPatient().email());
        JsonNode elsewhere = logIn(emailOf(here));

        // when
        signedIn(here)
                .delete()
                .uri("/api/me/sessions")
                .exchange()
                .expectStatus()
                .isNoContent();

        // then
        for (JsonNode ended : List.of(here, elsewhere)) {
            assertThat(signIn.status(accessToken(ended))).isEqualTo(401);
            assertRefused(signIn.refresh(refreshToken(ended)));
        }
        JsonNode next = logIn(emailOf(here));
        assertThat(signIn.status(accessToken(next))).isEqualTo(200);
        assertThat(list(next, "").get("items")).hasSize(1);
    }

    @Test
    void shouldLetPendingAccountHaveSessions() {
        // given
        Member hospital = members.pendingHospital();
        JsonNode tokens = refreshed(logIn(hospital.signedIn().email()));

        // then
        assertThat(list(tokens, "").get("items")).hasSize(2);
        signedIn(tokens)
                .delete()
                .uri("/api/me/sessions/" + sessionOf(tokens).id())
                .exchange()
                .expectStatus()
                .isNoContent();
        JsonNode next = logIn(hospital.signedIn().email());
        signedIn(next).post().uri("/api/auth/logout").exchange().expectStatus().isNoContent();
        JsonNode last = logIn(hospital.signedIn().email());
        signedIn(last)
                .delete()
                .uri("/api/me/sessions")
                .exchange()
                .expectStatus()
                .isNoContent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /api/auth/logout", "GET /api/me/sessions", "DELETE /api/me/sessions/x"})
    void shouldAskForAccessToken(String route) {
        String[] parts = route.split(" ");
        api.client()
                .method(HttpMethod.valueOf(parts[0]))
                .uri(parts[1])
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    private JsonNode logIn(String email) {
        return body(signIn.logIn(email, ApiUnderTest.PASSWORD));
    }

    private JsonNode refreshed(JsonNode tokens) {
        return body(signIn.refresh(refreshToken(tokens)));
    }

    private static void assertRefused(ResponseSpec answer) {
        answer.expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer")
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:healthpassport:problem:invalid-refresh-token");
    }

    private static JsonNode list(JsonNode tokens, String parameters) {
        return body(signedIn(tokens).get().uri("/api/me/sessions" + parameters).exchange());
    }

    private static WebTestClient signedIn(JsonNode tokens) {
        return api.client(SignInClient.signedIn(accessToken(tokens)));
    }

    private static Session sessionOf(JsonNode tokens) {
        String sessionId = claims(tokens).get("sid").asString();
        return account(tokens).session(sessionId).orElseThrow();
    }

    private static String emailOf(JsonNode tokens) {
        return account(tokens).email();
    }

    private static String accountOf(JsonNode tokens) {
        return claims(tokens).get("sub").asString();
    }

    private static JsonNode claims(JsonNode tokens) {
        return JsonMapper.shared()
                .readTree(Base64.getUrlDecoder().decode(accessToken(tokens).split("\\.")[1]));
    }

    private static AccountState account(JsonNode tokens) {
        return Objects.requireNonNull(
                api.bean(Accounts.class).find(accountOf(tokens)).block(PATIENCE));
    }

    private static void change(JsonNode tokens, UnaryOperator<AccountState> change) {
        api.bean(Accounts.class)
                .change(accountOf(tokens), account -> Decision.accept(change.apply(account.state())))
                .block(PATIENCE);
    }

    private static long version(JsonNode tokens) {
        return Objects.requireNonNull(api.bean(ReactiveMongoTemplate.class)
                        .findOne(query(where("_id").is(accountOf(tokens))), Document.class, "accounts")
                        .block(PATIENCE))
                .getLong("version");
    }

    private static Predicate<Event> ofSession(EventType type, Session session) {
        return event -> event.type() == type && new String(event.data(), UTF_8).contains(session.id());
    }
}
