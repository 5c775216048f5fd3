package org.healthpassport.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.server.adapter.HttpWebHandlerAdapter;

class EdgeTest {
    private static final String LOGIN = "/api/auth/login";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "nonsense",
                "{\"email\":\"a@b.c\",\"email\":\"e@f.g\",\"password\":\"x\"}",
                "{'email':1}",
                "\u0000"
            })
    void shouldAnswerMalformedJsonWith400(String body) {
        problem(post(body), 400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"email\":\"a@b.c\",\"password\":\"x\",\"admin\":true} | /admin",
                "{\"email\":{},\"password\":\"x\"} | /email",
                "{\"email\":[\"a@b.c\"],\"password\":\"x\"} | /email",
                "{\"email\":5,\"password\":\"x\"} | /email",
                "{\"email\":\"a@b.c\",\"password\":7} | /password",
                "{\"email\":\"a@b.c\",\"password\":true} | /password",
                "{\"a/b~c\":5} | /a~1b~0c"
            })
    void shouldPointAtWhatIsUnknownOrOfWrongType(String body, String pointer) {
        problem(post(body), 422).jsonPath("$.errors[0].pointer").isEqualTo(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/patients/..%2f..%2fx/documents", "/api/patients/%00/documents"})
    void shouldAnswerAddressesWithTricksInThemWithAProblem(String address) {
        api.client()
                .get()
                .uri(URI.create("http://127.0.0.1:" + api.port() + address))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentTypeCompatibleWith("application/problem+json");
    }

    @Test
    void shouldNameKnownValuesForUnknownOne() {
        problem(
                        api.client()
                                .post()
                                .uri("/api/auth/register")
                                .contentType(MediaType.APPLICATION_JSON)
                                .bodyValue("{\"role\":\"KING\"}")
                                .exchange(),
                        422)
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/role")
                .jsonPath("$.errors[0].detail")
                .value(detail -> assertThat((String) detail).contains("PATIENT").doesNotContain("healthpassport"));
    }

    /** Compressed bytes would be taken for the content itself. */
    @ParameterizedTest
    @CsvSource({
        "POST, /api/auth/login, gzip, 415",
        "POST, /api/auth/login, 'identity, br', 415",
        "POST, /api/patient/upload-document, deflate, 415",
        "PATCH, /api/uploads/1, gzip, 415",
        "POST, /v1/read-qr-code/, gzip, 415",
        "POST, /api/auth/login, Identity, 401"
    })
    void shouldRefuseCompressedBodies(String method, String path, String encoding, int status) {
        var answer = problem(
                api.client()
                        .method(HttpMethod.valueOf(method))
                        .uri(path)
                        .contentType(MediaType.APPLICATION_JSON)
                        .header("Content-Encoding", encoding)
                        .bodyValue("{\"email\":\"nobody@example.org\",\"password\":\"a long enough password\"}")
                        .exchange(),
                status);
        if (status == 415) {
            answer.jsonPath("$.detail").isEqualTo("Send the body as it is, without a Content-Encoding such as gzip.");
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Type, application/json", "Idempotency-Key, b2"})
    void shouldRefuseTwoHeadersWhereThereCanBeOne(String name, String value) {
        problem(
                        api.client()
                                .post()
                                .uri("/api/auth/login")
                                .contentType(MediaType.APPLICATION_JSON)
                                .header("Idempotency-Key", "b1")
                                .header(name, value)
                                .bodyValue("{}")
                                .exchange(),
                        400)
                .jsonPath("$.detail")
                .isEqualTo("The request must have only one " + name + " header.");
    }

    @Test
    void shouldNameAParameterThatAListDoesNotHave() {
        ApiUnderTest.SignedIn patient = api.newPatient();
        String list = "/api/patients/" + patient.patientId() + "/records";
        problem(api.client(patient).get().uri(list + "?limit=2&tyep=Condition").exchange(), 400)
                .jsonPath("$.detail")
                .value(detail -> assertThat((String) detail)
                        .startsWith("This list has no parameter 'tyep'; it has code, cursor, ")
                        .endsWith(" type."));
        problem(api.client(patient).get().uri("/api/me/sessions?a%20b=1").exchange(), 400)
                .jsonPath("$.detail")
                .isEqualTo("This list has no such parameter; it has cursor, limit.");
        for (String known : List.of(list + "?type=Condition&limit=1000", "/api/me?x=1")) {
            api.client(patient).get().uri(known).exchange().expectStatus().isOk();
        }
    }

    @Test
    void shouldRefuseLargeBody() {
        problem(post("{\"email\":\"" + "a".repeat(100_000) + "\"}"), 413);
    }

    @Test
    void shouldRefuseDeepNesting() {
        problem(post("[".repeat(10_000)), 422);
        problem(post("{\"email\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"), 422);
    }

    @Test
    void shouldRefuseOtherTypes() {
        problem(
                api.client()
                        .post()
                        .uri(LOGIN)
                        .contentType(MediaType.TEXT_PLAIN)
                        .bodyValue("{}")
                        .exchange(),
                415);
        problem(
                api.client()
                        .get()
                        .uri("/.well-known/jwks.json")
                        .accept(MediaType.APPLICATION_PDF)
                        .exchange(),
                406);
    }

    @Test
    void shouldNameAllowedMethods() {
        // given
        SignedIn patient = api.newPatient();

        // when
        ResponseSpec answer = api.client(patient).delete().uri("/api/me").exchange();

        // then
        answer.expectHeader().valueEquals("Allow", "GET,PATCH");
        problem(answer, 405);
    }

    @Test
    void shouldNotFindUnknownRoute() {
        problem(api.client(api.newPatient()).get().uri("/api/nothing").exchange(), 404);
        problem(api.client().get().uri("/api/nothing").exchange(), 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/create-qr-code/?data=x",
                "/view",
                "/view/link.js",
                "/swagger-ui.html",
                "/v3/api-docs",
                "/actuator/health",
                "/.well-known/jwks.json",
                "/api/downloads/none"
            })
    void shouldAnswerHeadLikeGetWhereThatIsOpen(String path) {
        HttpStatusCode ofGet = api.client()
                .get()
                .uri(path)
                .exchange()
                .expectBody(byte[].class)
                .returnResult()
                .getStatus();

        assertThat(ofGet).isNotEqualTo(HttpStatus.UNAUTHORIZED);
        api.client()
                .head()
                .uri(path)
                .exchange()
                .expectStatus()
                .isEqualTo(ofGet)
                .expectBody()
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD, /api/me",
        "HEAD, /api/auth/login",
        "HEAD, /v1/nothing",
        "HEAD, /actuator/metrics",
        "POST, /view",
        "PUT, /view",
        "PATCH, /v1/create-qr-code/",
        "DELETE, /api/downloads/none",
        "OPTIONS, /view"
    })
    void shouldOpenNothingBesides(String method, String path) {
        api.client()
                .method(HttpMethod.valueOf(method))
                .uri(path)
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/jwks.json", "/api/me", "/actuator/health", "/nothing"})
    void shouldSendSecurityHeadersWithEveryAnswer(String path) {
        api.client()
                .get()
                .uri(path)
                .exchange()
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff")
                .expectHeader()
                .valueEquals("Referrer-Policy", "no-referrer")
                .expectHeader()
                .valueEquals("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .expectHeader()
                .exists("Strict-Transport-Security")
                .expectHeader()
                .exists("X-Request-Id");
    }

    @Test
    void shouldEchoSafeRequestIdOnly() {
        api.client()
                .get()
                .uri("/api/me")
                .header("X-Request-Id", "front-end.42")
                .exchange()
                .expectHeader()
                .valueEquals("X-Request-Id", "front-end.42")
                .expectBody()
                .jsonPath("$.instance")
                .isEqualTo("urn:healthpassport:request:front-end.42");
        api.client()
                .get()
                .uri("/api/me")
                .header("X-Request-Id", "<script>")
                .exchange()
                .expectHeader()
                .valueMatches("X-Request-Id", "[0-9a-f-]{36}")
                .expectBody();
    }

    @Test
    void shouldLetOnlyKnownPagesCall() {
        preflight("https://evil.test").expectStatus().isForbidden();
        preflight(ApiUnderTest.PUBLIC_URL)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Access-Control-Allow-Origin", ApiUnderTest.PUBLIC_URL);
    }

    @Test
    void shouldTakeLoginDespiteStaleToken() {
        SignedIn patient = api.newPatient();
        api.client()
                .post()
                .uri(LOGIN)
                .header("Authorization", "Bearer stale")
                .bodyValue(Map.of("email", patient.email(), "password", ApiUnderTest.PASSWORD))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
    }

    @Test
    void shouldSilenceLoggerThatWouldShowDownloadTokens() {
        assertThat(LoggerFactory.getLogger(HttpWebHandlerAdapter.class).isErrorEnabled())
                .isFalse();
    }

    @Test
    void shouldSayThatDatabaseIsAwayAndRecover() {
        // given
        SignedIn patient = api.newPatient();
        api.lineToStore().cut();

        try {
            // when
            ResponseSpec read = api.client(patient).get().uri("/api/me").exchange();
            ResponseSpec write = api.client()
                    .post()
                    .uri("/api/auth/register")
                    .bodyValue(ApiUnderTest.registration(UUID.randomUUID() + "@example.org"))
                    .exchange();

            // then
            read.expectHeader().exists("Retry-After");
            problem(read, 503);
            problem(write, 503);
        } finally {
            api.lineToStore().mend();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> api.client(patient)
                        .get()
                        .uri("/api/me")
                        .exchange()
                        .expectStatus()
                        .isOk());
    }

    private static ResponseSpec preflight(String origin) {
        return api.client()
                .method(HttpMethod.OPTIONS)
                .uri("/api/me")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "GET")
                .exchange();
    }

    private static ResponseSpec post(String body) {
        return api.client()
                .post()
                .uri(LOGIN)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private static org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec problem(
            ResponseSpec answer, int status) {
        return answer.expectStatus()
                .isEqualTo(HttpStatus.valueOf(status))
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.type")
                .value(type -> assertThat((String) type).startsWith("urn:healthpassport:problem:"))
                .jsonPath("$.title")
                .isNotEmpty()
                .jsonPath("$.detail")
                .isNotEmpty()
                .jsonPath("$.instance")
                .value(instance -> assertThat((String) instance).matches("urn:healthpassport:request:[A-Za-z0-9._-]+"));
    }
}
