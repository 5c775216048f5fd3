package org.healthpassport.api.matrix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.identity.Mailbox;
import org.healthpassport.api.matrix.Callers.Caller;
import org.healthpassport.api.matrix.OpenApiAnswers.Operation;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.web.RawExchange;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient.RequestHeadersSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The items of the OWASP API Security Top 10 of 2023, for every route of the description of the API. The comments name
 * the tests that look at an item more closely.
 */
class ApiSecurityTopTenTest {
    private static final int AT_ONCE = 8;
    private static final int PARALLEL_USES = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Larger than any body that is JSON. */
    private static final int LARGE = 1 << 20;

    private static final List<MatrixRow> ROWS = MatrixRow.all();

    /** Ids that are none. */
    private static final List<String> NO_IDS = List.of("x", "null", "*", "'--", "$ne", "a".repeat(300));

    /** The values and names in the things of the callers, none of which an answer to a stranger may have. */
    private static final List<String> DATA = List.of("Latex", "Ada", "Example", "@passport.test", "summary");

    private static final List<String> SECURITY_HEADERS = List.of(
            "X-Content-Type-Options",
            "Referrer-Policy",
            "Content-Security-Policy",
            "Strict-Transport-Security",
            "X-Request-Id");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static OpenApiAnswers description;
    private static List<Operation> operations;
    private static Callers callers;

    @BeforeAll
    static void prepare() {
        description = new OpenApiAnswers(OpenApiExamples.of(api).document());
        operations = description.operations();
        callers = new Callers(api);
        assertThat(operations).hasSizeGreaterThan(50);
    }

    /** Also {@link AccessMatrixTest}, for every kind of caller. */
    @Test
    @DisplayName("API1:2023 Broken Object Level Authorization")
    void shouldGiveNobodyTheThingsOfOthers() {
        // given
        Set<String> withIds = operations.stream()
                .filter(operation -> operation.needsToken()
                        && operation.path().replace("{type}", "").contains("{"))
                .map(Operation::route)
                .collect(Collectors.toSet());
        List<MatrixRow> denied = ROWS.stream()
                .filter(row -> withIds.contains(row.route())
                        && row.cells().get(Who.OTHER).isDenied())
                .toList();
        Caller other = callers.shared(Who.OTHER);
        Set<String> foreign = new HashSet<>();

        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            List<String> wrong = each(denied, row -> {
                Things things = new Things(api, callers, row);
                String requestId = UUID.randomUUID().toString();
                synchronized (foreign) {
                    foreign.add(requestId);
                }
                String path = things.fill(row.path(), other);
                String own = path.replace(
                        callers.shared(Who.SELF).signedIn().patientId(),
                        other.signedIn().patientId());
                Stream<String> objections = Stream.concat(
                        Stream.of(objection(
                                things.request(row, other).header("X-Request-Id", requestId), Set.of(403, 404))),
                        NO_IDS.stream()
                                .map(id -> row.path().replaceAll("\\{[^}]*}", Matcher.quoteReplacement(id)))
                                .map(none -> objection(
                                        things.request(row.withPath(none), other), Set.of(400, 403, 404, 422))));
                // The own passport in the address does not open what is in another one. Receipts come from
                // audit-service.
                Stream<String> below = own.equals(path)
                                || row.path().endsWith("/proof")
                                || !row.path().matches("/api/patients/\\{patientId}/[\\w-]+/.*")
                        ? Stream.empty()
                        : Stream.of(objection(things.request(row.withPath(own), other), Set.of(404)));
                return Stream.concat(objections, below).collect(Collectors.joining());
            });

            // then
            assertThat(denied.stream().map(MatrixRow::route)).containsAll(withIds);
            assertThat(wrong).isEmpty();
            recorded.seenWhen(seen -> seen.stream()
                    .filter(event -> event.type() == EventType.ACCESS_DENIED)
                    .map(Event::correlationId)
                    .collect(Collectors.toSet())
                    .containsAll(foreign));
        }
    }

    /** Also {@code AccessTokensTest}, {@code SessionApiTest}, {@code FailedLoginsApiTest} and {@code GuessThrottleTest}. */
    @Test
    @DisplayName("API2:2023 Broken Authentication")
    void shouldTakeNoTokenButItsOwn() throws Exception {
        // given
        String valid = callers.shared(Who.SELF).signedIn().accessToken();
        SignedJWT own = SignedJWT.parse(valid);
        ECKey foreign = new ECKeyGenerator(Curve.P_256)
                .keyID(own.getHeader().getKeyID())
                .generate();
        AtomicInteger fetched = new AtomicInteger();
        HttpServer elsewhere = counting(fetched);
        String keys = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/keys";
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(own.getHeader())
                        .jwk(foreign.toPublicJWK())
                        .jwkURL(URI.create(keys))
                        .x509CertURL(URI.create(keys))
                        .build(),
                own.getJWTClaimsSet());
        forged.sign(new ECDSASigner(foreign));
        List<String> refused = List.of("", "Bearer " + forged.serialize());
        List<String> alsoRefused = List.of(
                "Bearer",
                "Bearer x.y.z",
                "Basic " + valid,
                "Bearer " + valid.substring(0, valid.lastIndexOf('.') + 1),
                "Bearer " + callers.shared(Who.ENDED).signedIn().accessToken(),
                "Bearer " + callers.shared(Who.SUSPENDED).signedIn().accessToken());
        List<Operation> secured =
                operations.stream().filter(Operation::needsToken).toList();

        // when
        List<String> wrong = each(
                secured,
                operation -> (operation.path().equals("/api/me")
                                ? Stream.concat(refused.stream(), alsoRefused.stream())
                                : refused.stream())
                        .map(credentials -> {
                            RequestHeadersSpec<?> request = api.client()
                                    .method(HttpMethod.valueOf(operation.method()))
                                    .uri(operation.at("x") + "?access_token=" + valid);
                            if (!credentials.isEmpty()) {
                                request.header(HttpHeaders.AUTHORIZATION, credentials);
                            }
                            EntityExchangeResult<byte[]> answer = answer(request);
                            String challenge = answer.getResponseHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE);
                            return answer.getStatus().value() == 401
                                            && challenge != null
                                            && challenge.startsWith("Bearer")
                                    ? ""
                                    : operation + " took " + credentials;
                        })
                        .collect(Collectors.joining()));
        elsewhere.stop(0);

        // then
        assertThat(secured).hasSizeGreaterThan(40);
        assertThat(wrong).isEmpty();
        assertThat(fetched).hasValue(0);
    }

    /** Also {@code AccessMatrixTest.shouldTakeNoMemberThatTheRouteDoesNotHave}, for requests. */
    @Test
    @DisplayName("API3:2023 Broken Object Property Level Authorization")
    void shouldAnswerNoMemberThatTheDescriptionDoesNotHave() {
        // given
        Map<String, Operation> described =
                operations.stream().collect(Collectors.toMap(Operation::route, operation -> operation));
        List<MatrixRow> answering = ROWS.stream()
                .filter(row -> row.whoIsLetIn().isPresent() && described.containsKey(row.route()))
                .toList();
        Set<String> seen = new TreeSet<>();

        // when
        List<String> wrong = each(answering, row -> {
            Who who = row.whoIsLetIn().orElseThrow();
            Caller caller = who == Who.ANONYMOUS ? null : row.everybodyNew() ? callers.make(who) : callers.shared(who);
            EntityExchangeResult<byte[]> answer = answer(new Things(api, callers, row).request(row, caller));
            MediaType type = answer.getResponseHeaders().getContentType();
            byte[] body = answer.getResponseBody();
            if (body == null || type == null || !type.getSubtype().endsWith("json")) {
                return "";
            }
            JsonNode json = JsonMapper.shared().readTree(body);
            synchronized (seen) {
                names(json).forEach(seen::add);
            }
            List<String> undescribed = description.undescribed(
                    described.get(row.route()), answer.getStatus().value(), type, json);
            return undescribed.isEmpty() ? "" : row + " answers " + undescribed;
        });

        // then
        assertThat(wrong).isEmpty();
        assertThat(seen)
                .contains("accountId", "patientId", "items", "summary")
                // That of the audit log, which everybody can count.
                .filteredOn(name -> !name.equals("index"))
                .noneMatch(
                        name -> name.toLowerCase(Locale.ROOT).matches(".*(hash|salt|sealed|index|pepper|private).*"));
    }

    /**
     * Also {@code HostileRequestsTest}, {@code EarlyRefusalTest}, {@link BadInputTest}, for the depth, the tests of quotas, and
     * {@code IdentityApiTest.shouldSlowDownWhoRegistersOverAndOver} and {@code shouldSlowDownWhoGuessesManyPasswordsFromOneAddress}.
     */
    @Test
    @DisplayName("API4:2023 Unrestricted Resource Consumption")
    void shouldBoundBodiesAndPages() {
        // given
        byte[] large = ("{\"email\":\"" + "a".repeat(LARGE) + "\"}").getBytes(US_ASCII);
        Caller admin = callers.shared(Who.ADMIN);
        Map<String, MatrixRow> rows = ROWS.stream()
                .filter(row -> row.hasJsonBody() || row.body().equals("record"))
                .collect(Collectors.toMap(MatrixRow::route, row -> row, (one, same) -> one));

        // when
        List<String> taken = each(rows.values(), row -> {
            Caller caller = row.whoIsLetIn()
                    .filter(who -> who != Who.ANONYMOUS)
                    .map(callers::shared)
                    .orElse(admin);
            Things things = new Things(api, callers, row);
            int status = answer(api.client(caller.signedIn())
                            .method(HttpMethod.valueOf(row.method()))
                            .uri(things.fill(row.path(), caller))
                            .header(HttpHeaders.IF_MATCH, "W/\"1\"")
                            .contentType(Things.type(row))
                            .bodyValue(large))
                    .getStatus()
                    .value();
            return status == 413 ? "" : row + " answered " + status;
        });
        List<Operation> lists = operations.stream()
                .filter(operation -> operation.hasParameter("limit"))
                .toList();
        List<String> wrong = each(
                lists,
                list -> Stream.of("limit=0", "limit=-1", "limit=x", "limit=99999999999", "cursor=x")
                        .map(query -> {
                            MatrixRow row = ROWS.stream()
                                    .filter(one -> one.route().equals(list.route()))
                                    .findFirst()
                                    .orElseThrow();
                            Caller caller = callers.shared(row.whoIsLetIn().orElseThrow());
                            String path = row.path() + (row.path().contains("?") ? "&" : "?") + query;
                            int status = answer(new Things(api, callers, row)
                                            .request(row.withPath(path.replace("&limit=1&", "&")), caller))
                                    .getStatus()
                                    .value();
                            return status == 400 || status == 422
                                    ? ""
                                    : list + " with " + query + " answered " + status;
                        })
                        .collect(Collectors.joining()));

        // then
        assertThat(taken).isEmpty();
        assertThat(lists).hasSizeGreaterThan(5);
        assertThat(wrong).isEmpty();
    }

    /** Also {@link AccessMatrixTest}: every route for every role, whose table this looks at. */
    @Test
    @DisplayName("API5:2023 Broken Function Level Authorization")
    void shouldLetNobodyUseTheFunctionsOfOthers() {
        // given
        Caller patient = callers.shared(Who.SELF);

        // when
        List<String> wrong = each(
                operations,
                operation -> OpenApiAnswers.METHODS.stream()
                        .filter(method -> !description.methods(operation.path()).contains(method))
                        .map(method -> {
                            int status = answer(api.client(patient.signedIn())
                                            .method(HttpMethod.valueOf(method))
                                            .uri(operation.at("x"))
                                            .header("X-HTTP-Method-Override", operation.method())
                                            .header("X-HTTP-Method", operation.method()))
                                    .getStatus()
                                    .value();
                            return Set.of(400, 401, 403, 404, 405, 415).contains(status)
                                    ? ""
                                    : method + " " + operation + ": " + status;
                        })
                        .collect(Collectors.joining()));

        // then
        assertThat(ROWS)
                .filteredOn(row -> row.path().startsWith("/api/admin"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(allowed(row)).as(row.toString()).isSubsetOf(Who.ADMIN));
        assertThat(ROWS)
                .filteredOn(row -> row.path().startsWith("/api/people"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(allowed(row)).as(row.toString()).isSubsetOf(Who.AUDITOR));
        assertThat(wrong).isEmpty();
        for (String trick : List.of(
                "/api/./admin/accounts",
                "/api//admin/accounts",
                "//api/admin/accounts",
                "/api/me/../admin/accounts",
                "/api/admin/accounts/",
                "/API/ADMIN/accounts",
                "/api/admin;a=b/accounts",
                "/api;a=b/admin/accounts",
                "/%61pi/admin/accounts",
                "/api/%61dmin/accounts",
                "/api%2fadmin%2faccounts")) {
            assertThat(RawExchange.send(
                                    api.port(),
                                    "GET",
                                    trick,
                                    "Authorization: Bearer "
                                            + patient.signedIn().accessToken(),
                                    "X-Original-URL: /api/admin/accounts",
                                    "X-Rewrite-URL: /api/admin/accounts")
                            .status())
                    .as(trick)
                    .isIn(400, 403, 404);
        }
    }

    /**
     * Also {@code PasswordResetApiTest.shouldSucceedOnceForFiftyUsesAtOnce},
     * {@code SessionApiTest.shouldRotateOnceForFiftyUsesAtOnce}, {@code IdentityApiTest.shouldLetExactlyOneOfFiftyHaveAnEmail},
     * {@code SecondFactorApiTest}, for recovery codes, and {@code IdempotencyApiTest}.
     */
    @Test
    @DisplayName("API6:2023 Unrestricted Access to Sensitive Business Flows: a code of a second factor")
    void shouldSignInOnceWithOneCode() throws Exception {
        // given
        var owner = api.newPatient();
        String secret = (String) api.client(owner)
                .post()
                .uri("/api/auth/totp")
                .exchange()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody()
                .get("secret");
        api.client(owner)
                .post()
                .uri("/api/auth/totp/confirm")
                .bodyValue(Map.of("code", code(secret, 0)))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
        Map<String, String> login =
                Map.of("email", owner.email(), "password", ApiUnderTest.PASSWORD, "totp", code(secret, 1));

        // when
        List<Integer> statuses =
                atOnce(() -> api.client().post().uri("/api/auth/login").bodyValue(login));

        // then
        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses).isSubsetOf(200, 401, 429, 503);
    }

    @Test
    @DisplayName("API6:2023 Unrestricted Access to Sensitive Business Flows: an activation")
    void shouldActivateOnce() {
        // given
        String doctor = callers.newAccount("pendingDoctor");
        Caller hospital = callers.shared(Who.HOSPITAL);
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.IDENTITY)) {
            // when
            List<Integer> statuses = atOnce(() -> api.client(hospital.signedIn())
                    .post()
                    .uri("/api/hospitals/{id}/doctors/{id}/activation", callers.hospitalId(), doctor));

            // then
            assertThat(statuses).contains(204).isSubsetOf(204, 409, 429, 503);
            assertThat(answer(api.client(hospital.signedIn())
                                    .post()
                                    .uri("/api/hospitals/{id}/doctors/{id}/suspension", callers.hospitalId(), doctor))
                            .getStatus()
                            .value())
                    .isEqualTo(204);
            recorded.one(event ->
                    event.type() == EventType.ACCOUNT_SUSPENDED && event.key().equals(doctor));
            recorded.one(event ->
                    event.type() == EventType.ACCOUNT_ACTIVATED && event.key().equals(doctor));
        }
    }

    /** The service fetches nothing for anybody; also {@code ReadingApiTest.shouldNotFetchPicturesFromElsewhere}. */
    @Test
    @DisplayName("API7:2023 Server Side Request Forgery")
    void shouldFetchNothing() throws IOException {
        // given
        AtomicInteger fetched = new AtomicInteger();
        HttpServer elsewhere = counting(fetched);
        int port = elsewhere.getAddress().getPort();
        List<String> addresses = List.of(
                "http://127.0.0.1:" + port + "/code.png",
                "http://localhost:" + port + "/code.png",
                "//127.0.0.1:" + port + "/code.png",
                "http://127.0.0.1:" + api.port() + "/actuator/metrics",
                "file:///etc/passwd");
        Caller self = callers.shared(Who.SELF);

        // when
        List<String> answers = new ArrayList<>();
        for (String address : addresses) {
            for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST)) {
                answers.add(text(answer(api.client()
                        .method(method)
                        .uri(uri -> uri.path("/v1/read-qr-code/")
                                .queryParam("fileurl", "{address}")
                                .build(address))
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .bodyValue(("--b\r\nContent-Disposition: form-data; name=\"fileurl\"\r\n\r\n" + address
                                        + "\r\n--b--\r\n")
                                .getBytes(US_ASCII)))));
            }
            String withAddress = Allergies.to("Latex")
                    .replaceFirst(
                            "\\{",
                            "{\"extension\":[{\"url\":\"http://127.0.0.1:" + port + "/definition\",\"valueUrl\":\""
                                    + address + "\"}],");
            answers.add(text(answer(api.client(self.signedIn())
                    .post()
                    .uri("/api/patients/{id}/records", self.signedIn().patientId())
                    .contentType(MediaType.parseMediaType("application/fhir+json"))
                    .bodyValue(withAddress))));
        }
        elsewhere.stop(0);

        // then
        assertThat(fetched).hasValue(0);
        assertThat(answers).hasSize(3 * addresses.size()).noneMatch(answer -> answer.contains("root:"));
    }

    /** Also {@code EdgeTest} and {@code FailureProblemsTest}. */
    @Test
    @DisplayName("API8:2023 Security Misconfiguration")
    void shouldShowNothingOfItsInside() {
        // given
        Caller patient = callers.shared(Who.SELF);
        Caller admin = callers.shared(Who.ADMIN);

        // when
        List<String> wrong = each(operations, operation -> {
            EntityExchangeResult<byte[]> answer = answer(api.client(patient.signedIn())
                    .method(HttpMethod.valueOf(operation.method()))
                    .uri(operation.at("%7B%7D"))
                    .header("Origin", "https://evil.test")
                    // A stream that begins would not end.
                    .header("Last-Event-ID", "unknown")
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue("{\"a\":"));
            String text = text(answer);
            boolean isBare = answer.getStatus().value() < 500
                    && SECURITY_HEADERS.stream().allMatch(answer.getResponseHeaders()::containsHeader)
                    && !answer.getResponseHeaders().containsHeader(HttpHeaders.SERVER)
                    && !"https://evil.test".equals(answer.getResponseHeaders().getAccessControlAllowOrigin())
                    && (answer.getStatus().is2xxSuccessful()
                            || Stream.of("Exception", "\tat ", "springframework", "org.healthpassport", "jackson")
                                    .noneMatch(text::contains));
            return isBare ? "" : operation + " answered " + answer.getStatus() + answer.getResponseHeaders() + text;
        });

        // then
        assertThat(wrong).isEmpty();
        assertThat(status(null, "/actuator/health")).isEqualTo(200);
        for (String inside : List.of(
                "",
                "/env",
                "/heapdump",
                "/threaddump",
                "/beans",
                "/loggers",
                "/mappings",
                "/configprops",
                "/metrics",
                "/prometheus",
                "/shutdown",
                "/info")) {
            assertThat(status(null, "/actuator" + inside)).as(inside).isEqualTo(401);
            assertThat(status(patient, "/actuator" + inside)).as(inside).isIn(403, 404);
        }
        for (String secret : List.of("/env", "/heapdump", "/threaddump", "/beans", "/configprops", "/shutdown")) {
            assertThat(status(admin, "/actuator" + secret)).as(secret).isEqualTo(404);
        }
        assertThat(RawExchange.send(api.port(), "TRACE", "/api/me").status()).isIn(401, 405);
    }

    @Test
    @DisplayName("API8:2023 Security Misconfiguration: links of mails and answers")
    void shouldMakeLinksToItsOwnAddressOnly() {
        // given
        var owner = api.newPatient();

        // when
        answer(api.client()
                .post()
                .uri("/api/auth/password-reset")
                .header("Host", "evil.test")
                .header("X-Forwarded-Host", "evil.test")
                .header("Forwarded", "host=evil.test")
                .bodyValue(Map.of("email", owner.email())));
        EntityExchangeResult<byte[]> created = answer(api.client(owner)
                .post()
                .uri("/api/patients/{id}/records", owner.patientId())
                .header("X-Forwarded-Host", "evil.test")
                .contentType(MediaType.parseMediaType("application/fhir+json"))
                .bodyValue(Allergies.to("Latex")));

        // then
        assertThat(new Mailbox(api, owner.email()).newest(1))
                .contains(ApiUnderTest.PUBLIC_URL)
                .doesNotContain("evil.test");
        assertThat(created.getResponseHeaders().getFirst(HttpHeaders.LOCATION)).doesNotContain("evil.test");
    }

    /** {@code OpenApiTest} and {@link AccessMatrixTest} compare description and table with the routes of the service. */
    @Test
    @DisplayName("API9:2023 Improper Inventory Management")
    void shouldDescribeAndTestEveryRoute() {
        // given
        Set<String> tested = ROWS.stream()
                .map(MatrixRow::route)
                .filter(route -> !route.matches("GET /(swagger-ui|v3/api-docs).*"))
                .collect(Collectors.toSet());

        // then
        assertThat(operations).extracting(Operation::route).containsExactlyInAnyOrderElementsOf(tested);
        assertThat(operations)
                .allSatisfy(operation -> assertThat(
                                operation.node().path("deprecated").asBoolean(false))
                        .isFalse());
    }

    /**
     * Its own keys are the only ones that the service trusts: it fetches none (API2). Of a mail server it takes nothing but
     * success and failure ({@code OutboxTest}: one that refuses, that offers no TLS, or is away). Events count if they
     * carry the mark of a key of the service ({@code DeadLetterApiTest.shouldNeverReplayAForgedOne}). Proxies are left.
     */
    @Test
    @DisplayName("API10:2023 Unsafe Consumption of APIs")
    void shouldTakeNothingOfAProxyButTheAddress() {
        // given
        Caller patient = callers.shared(Who.SELF);

        // when
        EntityExchangeResult<byte[]> answer = answer(api.client()
                .get()
                .uri("/api/me")
                .header("X-Forwarded-User", patient.signedIn().accountId())
                .header("X-Remote-User", patient.signedIn().accountId())
                .header("X-Forwarded-Prefix", "/api/auth/login/..")
                .header("X-Forwarded-Proto", "gopher")
                .header("X-Forwarded-Port", "x")
                .header("X-Forwarded-Access-Token", patient.signedIn().accessToken()));

        // then
        assertThat(answer.getStatus().value()).isIn(400, 401);
    }

    private static List<Who> allowed(MatrixRow row) {
        return row.cells().entrySet().stream()
                .filter(cell -> !Set.of(401, 403).contains(cell.getValue().status()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static int status(@Nullable Caller caller, String path) {
        var client = caller == null ? api.client() : api.client(caller.signedIn());
        return answer(client.get().uri(path)).getStatus().value();
    }

    /** The objection to a refusal; empty if there is none. */
    private static String objection(RequestHeadersSpec<?> request, Set<Integer> statuses) {
        EntityExchangeResult<byte[]> answer = answer(request);
        String text = text(answer);
        boolean isRefused = statuses.contains(answer.getStatus().value())
                && isProblem(answer)
                && DATA.stream().noneMatch(text::contains);
        return isRefused
                ? ""
                : answer.getMethod() + " " + answer.getUrl() + ": " + answer.getStatus() + ' ' + text + '\n';
    }

    private static boolean isProblem(EntityExchangeResult<byte[]> answer) {
        MediaType type = answer.getUrl().getPath().startsWith("/fhir/")
                ? MediaType.parseMediaType("application/fhir+json")
                : MediaType.APPLICATION_PROBLEM_JSON;
        return type.isCompatibleWith(answer.getResponseHeaders().getContentType());
    }

    private static EntityExchangeResult<byte[]> answer(RequestHeadersSpec<?> request) {
        return request.exchange().expectBody().returnResult();
    }

    private static String text(EntityExchangeResult<byte[]> answer) {
        return new String(Objects.requireNonNullElse(answer.getResponseBody(), new byte[0]), US_ASCII);
    }

    private static Stream<String> names(JsonNode json) {
        return json.isArray()
                ? json.valueStream().flatMap(ApiSecurityTopTenTest::names)
                : json.propertyStream()
                        .flatMap(member -> Stream.concat(Stream.of(member.getKey()), names(member.getValue())));
    }

    /** The objections that are not empty. */
    private static <T> List<String> each(Collection<T> all, Function<T, String> objection) {
        return Flux.fromIterable(all)
                .flatMap(
                        one -> Mono.fromCallable(() -> objection.apply(one)).subscribeOn(Schedulers.boundedElastic()),
                        AT_ONCE)
                .filter(text -> !text.isEmpty())
                .collectList()
                .block(PATIENCE);
    }

    private static List<Integer> atOnce(Supplier<RequestHeadersSpec<?>> request) {
        return Flux.range(0, PARALLEL_USES)
                .flatMap(
                        i -> Mono.fromCallable(
                                        () -> answer(request.get()).getStatus().value())
                                .subscribeOn(Schedulers.boundedElastic()),
                        PARALLEL_USES)
                .collectList()
                .block(PATIENCE);
    }

    private static HttpServer counting(AtomicInteger requests) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String code(String secret, int stepsFromNow) throws Exception {
        TimeBasedOneTimePasswordGenerator app = new TimeBasedOneTimePasswordGenerator();
        return app.generateOneTimePasswordString(
                new SecretKeySpec(new Base32().decode(secret), app.getAlgorithm()),
                Instant.now().plus(app.getTimeStep().multipliedBy(stepsFromNow)),
                Locale.ROOT);
    }
}
