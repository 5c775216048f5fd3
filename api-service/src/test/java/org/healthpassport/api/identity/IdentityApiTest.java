package org.healthpassport.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.api.identity.key.SigningKeys;
import org.healthpassport.api.identity.token.AccessTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class IdentityApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void shouldTellPatientWhoTheyAre() {
        // given
        SignedIn patient = api.newPatient();

        // when
        ResponseSpec answer = api.client(patient).get().uri("/api/me").exchange();

        // then
        answer.expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody()
                .jsonPath("$.accountId")
                .isEqualTo(patient.accountId())
                .jsonPath("$.patientId")
                .isEqualTo(patient.patientId())
                .jsonPath("$.role")
                .isEqualTo("PATIENT")
                .jsonPath("$.status")
                .isEqualTo("ACTIVE");
    }

    @Test
    void shouldIssueTokenThatAnybodyCanCheckWithPublishedKeys() throws Exception {
        // given
        SignedIn patient = api.newPatient();

        // when
        ResponseSpec answer = api.client()
                .get()
                .uri("/.well-known/jwks.json")
                .header("Origin", "https://anywhere.test")
                .exchange();

        // then
        answer.expectStatus().isOk().expectHeader().valueEquals("Access-Control-Allow-Origin", "*");
        String keys = answer.expectBody(String.class).returnResult().getResponseBody();
        SignedJWT token = SignedJWT.parse(patient.accessToken());
        var key = JWKSet.parse(keys).getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(key.isPrivate()).isFalse();
        assertThat(token.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo(patient.accountId());
    }

    @Test
    void shouldLetExactlyOneOfFiftyHaveAnEmail() {
        // given
        WebTestClient client = api.client();
        Map<String, Object> registration = ApiUnderTest.registration(UUID.randomUUID() + "@example.org");
        long patientsBefore = count("patients");
        long keysBefore = count("subjectKeys");

        // when
        List<Integer> answers = Flux.range(0, 50)
                .flatMap(
                        i -> Flux.defer(() -> Flux.just(register(client, registration)
                                        .expectBody(String.class)
                                        .returnResult()
                                        .getStatus()
                                        .value()))
                                .subscribeOn(Schedulers.boundedElastic()),
                        50)
                .collectList()
                .block(Duration.ofSeconds(60));

        // then
        assertThat(answers).filteredOn(status -> status == 201).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 409).hasSize(49);
        assertThat(count("patients")).isEqualTo(patientsBefore + 1);
        assertThat(count("subjectKeys")).isEqualTo(keysBefore + 2);
        assertThat(count("unfinishedRegistrations")).isZero();
    }

    @Test
    void shouldSeeSameEmailInAnotherSpelling() {
        // given
        String name = UUID.randomUUID().toString();
        register(api.client(), ApiUnderTest.registration(name + "@example.org"))
                .expectStatus()
                .isCreated();

        // when
        ResponseSpec answer =
                register(api.client(), ApiUnderTest.registration(" " + name.toUpperCase() + "@EXAMPLE.org"));

        // then
        answer.expectStatus()
                .isEqualTo(HttpStatus.CONFLICT)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:healthpassport:problem:email-taken");
    }

    @Test
    void shouldPointAtInvalidMembers() {
        // given
        Map<String, Object> registration = new HashMap<>(ApiUnderTest.registration("nonsense"));
        registration.put("birthDate", "2999-01-01");

        // then
        register(api.client(), registration)
                .expectStatus()
                .isEqualTo(422)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors[*].pointer")
                .isEqualTo(List.of("/email", "/birthDate"));
    }

    @ParameterizedTest
    @CsvSource({"Suharto,,1980-02-03", "'',Suharto,1980", "Pat,Example,1980-02"})
    void shouldRegisterPeopleAsTheyAreKnown(String given, String family, String birthDate) {
        // given
        Map<String, Object> registration = new HashMap<>(ApiUnderTest.registration(UUID.randomUUID() + "@example.org"));
        Map<String, String> name = new HashMap<>();
        name.put("given", given);
        name.put("family", family);
        registration.put("name", name);
        registration.put("birthDate", birthDate);

        // then
        register(api.client(), registration).expectStatus().isCreated().expectBody();
    }

    @Test
    void shouldSlowDownWhoRegistersOverAndOver() {
        // given
        WebTestClient client = api.client();
        IntStream.range(0, 60)
                .forEach(i -> register(client, Map.of("role", "PATIENT"))
                        .expectStatus()
                        .isEqualTo(422));

        // then
        register(client, Map.of("role", "PATIENT"))
                .expectStatus()
                .isEqualTo(HttpStatus.TOO_MANY_REQUESTS)
                .expectHeader()
                .valueMatches("Retry-After", "[1-9]\\d?");
    }

    @Test
    void shouldForbidRegistrationOfAdministrators() {
        Map<String, Object> registration = new HashMap<>(ApiUnderTest.registration("eve@example.org"));
        registration.put("role", "ADMIN");
        register(api.client(), registration).expectStatus().isForbidden();
    }

    @Test
    void shouldNotTellUnknownEmailFromWrongPassword() {
        // given
        SignedIn patient = api.newPatient();
        long before = verifications();

        // when
        String unknown = refusedLogin(UUID.randomUUID() + "@example.org", "some password");
        long between = verifications();
        String wrong = refusedLogin(patient.email(), "some password");

        // then
        assertThat(unknown.replaceAll("\"instance\":\"[^\"]*\"", ""))
                .isEqualTo(wrong.replaceAll("\"instance\":\"[^\"]*\"", ""))
                .contains("wrong-credentials");
        assertThat(between - before).isEqualTo(1);
        assertThat(verifications() - between).isEqualTo(1);
    }

    @Test
    void shouldReadAsMuchForUnknownEmailAsForKnownOne() {
        // given
        SignedIn patient = api.newPatient();
        refusedLogin(UUID.randomUUID() + "@example.org", "some password");
        long before = readsOfKeys();

        // when
        refusedLogin(UUID.randomUUID() + "@example.org", "some password");
        long between = readsOfKeys();
        refusedLogin(patient.email(), "some password");

        // then
        assertThat(between - before).isEqualTo(1);
        assertThat(readsOfKeys() - between).isEqualTo(1);
    }

    @Test
    void shouldSlowDownWhoGuessesOnePasswordFromManyAddresses() {
        // given
        SignedIn patient = api.newPatient();
        IntStream.range(0, 10)
                .forEach(i -> logIn(api.client(), patient.email(), "wrong password")
                        .expectStatus()
                        .isUnauthorized());

        // and two more, each after its delay, so that the next delay is longer than a slow machine takes
        IntStream.range(0, 2)
                .forEach(i -> Awaitility.await()
                        .until(() -> logIn(api.client(), patient.email(), "wrong password")
                                .returnResult(Void.class)
                                .getStatus()
                                .equals(HttpStatus.UNAUTHORIZED)));

        // then
        logIn(api.client(), patient.email(), ApiUnderTest.PASSWORD)
                .expectStatus()
                .isEqualTo(HttpStatus.TOO_MANY_REQUESTS)
                .expectHeader()
                .valueMatches("Retry-After", "[1-9]\\d*");
    }

    @Test
    void shouldSlowDownWhoGuessesManyPasswordsFromOneAddress() {
        // given
        WebTestClient client = api.client();
        IntStream.range(0, 10)
                .forEach(i -> logIn(client, UUID.randomUUID() + "@example.org", "wrong password")
                        .expectStatus()
                        .isUnauthorized());

        // then the delay doubles, so that it comes up with a slow machine
        assertThat(Stream.generate(() -> logIn(client, UUID.randomUUID() + "@example.org", "wrong password")
                                .returnResult(Void.class)
                                .getStatus())
                        .limit(6))
                .contains(HttpStatus.TOO_MANY_REQUESTS);
    }

    @Test
    void shouldRefuseLoginWithoutPassword() {
        api.client()
                .post()
                .uri("/api/auth/login")
                .bodyValue(Map.of("email", "ada@example.org"))
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/password");
    }

    @Test
    void shouldRefuseChangedAndForeignTokens() {
        // given
        SignedIn patient = api.newPatient();
        String token = patient.accessToken();
        SigningKeys keys = api.bean(SigningKeys.class);
        AccessTokens elsewhere = new AccessTokens(keys, "https://elsewhere.test", Clock.systemUTC());
        AccessTokens earlier = new AccessTokens(
                keys, ApiUnderTest.PUBLIC_URL, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-16)));
        Caller caller = new Caller(patient.accountId(), Role.PATIENT, patient.patientId());
        Session session = Session.started("session-1", Role.PATIENT, Instant.now());
        Session before =
                Session.started("session-1", Role.PATIENT, Instant.now().minus(Duration.ofMinutes(16)));

        // then
        for (String refused : List.of(
                token + "A",
                token.substring(1),
                token.replaceFirst("\\.[^.]*$", ".AAAA"),
                token.replaceFirst("^[^.]*", "eyJhbGciOiJub25lIn0"),
                elsewhere.issue(caller, session, null, "token-1").value(),
                earlier.issue(caller, before, null, "token-2").value())) {
            api.client(new SignedIn("", "", "", refused))
                    .get()
                    .uri("/api/me")
                    .exchange()
                    .expectStatus()
                    .isUnauthorized()
                    .expectHeader()
                    .valueEquals("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .expectBody();
        }
    }

    @Test
    void shouldAskForTokenWhereNoneIsSent() {
        api.client()
                .get()
                .uri("/api/me")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer")
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(401);
    }

    @Test
    void shouldLetAdministratorInWithPasswordFromFileAndDeleteIt() throws Exception {
        // given
        var file = api.folder().resolve("admin-password");
        String password = Files.readString(file).strip();
        assertThat(password).hasSizeGreaterThan(26);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(api.logged()).doesNotContain(password);

        // when
        String token = api.logIn(ApiUnderTest.ADMIN_EMAIL, password);

        // then
        assertThat(file).doesNotExist();
        SignedIn admin = new SignedIn("", "", "", token);
        api.client(admin)
                .get()
                .uri("/actuator/metrics")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
        api.client(admin)
                .get()
                .uri("/api/me")
                .exchange()
                .expectBody()
                .jsonPath("$.role")
                .isEqualTo("ADMIN")
                .jsonPath("$.patientId")
                .doesNotExist();
    }

    @Test
    void shouldKeepMetricsFromPatients() {
        api.client(api.newPatient())
                .get()
                .uri("/actuator/metrics")
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody();
    }

    private static ResponseSpec register(WebTestClient client, Map<String, Object> registration) {
        return client.post().uri("/api/auth/register").bodyValue(registration).exchange();
    }

    private static ResponseSpec logIn(WebTestClient client, String email, String password) {
        return client.post()
                .uri("/api/auth/login")
                .bodyValue(Map.of("email", email, "password", password))
                .exchange();
    }

    private static String refusedLogin(String email, String password) {
        return logIn(api.client(), email, password)
                .expectStatus()
                .isUnauthorized()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }

    private static long verifications() {
        return api.bean(MeterRegistry.class)
                .timer("healthpassport.password.verifications")
                .count();
    }

    private static long readsOfKeys() {
        return api
                .bean(MeterRegistry.class)
                .get("mongodb.driver.commands")
                .tags("command", "find", "collection", "subjectKeys")
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private static long count(String collection) {
        return api.bean(ReactiveMongoTemplate.class)
                .getCollection(collection)
                .flatMapMany(found -> found.countDocuments())
                .blockFirst();
    }
}
