package org.healthpassport.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The answers to requests that come to no handler: each has the same form as every other refusal. */
class RefusalTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void shouldAnswerWithAProblemThatNamesTheRequest(String name, String request, int status, String type) {
        // when
        RawExchange answer = RawExchange.send(api.port(), request);

        // then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
        JsonNode problem = JsonMapper.shared().readTree(answer.body());
        assertThat(problem.get("type").asString()).isEqualTo("urn:healthpassport:problem:" + type);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asString()).isNotEmpty();
        assertThat(problem.get("instance").asString())
                .isEqualTo("urn:healthpassport:request:"
                        + answer.header("X-Request-Id").orElse("none"));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("malformed escape in the path", get("/api/%zz"), 400, "malformed-request"),
                refused("malformed escape in the query", get("/api/me?x=%"), 400, "malformed-request"),
                refused("encoded slash", get("/api/patients/a%2fb"), 400, "malformed-request"),
                refused("double slash", get("//api/me"), 400, "malformed-request"),
                refused("malformed request line", "GARBAGE\r\n\r\n", 400, "malformed-request"),
                refused("space in the name of a header", get("/api/me", "A b: c"), 400, "malformed-request"),
                refused("long address", get("/api/" + "a".repeat(9_000)), 414, "uri-too-long"),
                refused("long header", get("/api/me", "X: " + "a".repeat(20_000)), 431, "headers-too-large"),
                refused("no token", get("/api/me"), 401, "unauthenticated"),
                refused("wrong token", get("/api/me", "Authorization: Bearer x"), 401, "unauthenticated"),
                refused(
                        "two tokens",
                        get("/api/me", "Authorization: Bearer x", "Authorization: Bearer y"),
                        400,
                        "malformed-request"),
                refused("foreign page", get("/api/me", "Origin: https://evil.test"), 403, "forbidden"),
                refused("unknown file", get("/view/none.js"), 404, "not-found"),
                refused("other method", get("/api/auth/login"), 401, "unauthenticated"),
                refused("not accepted", get("/.well-known/jwks.json", "Accept: image/png"), 406, "not-acceptable"),
                refused("TRACE", line("TRACE", "/view"), 405, "method-not-allowed"),
                refused("method that nobody knows", line("BREW", "/api/me"), 405, "method-not-allowed"),
                refused(
                        "length that is no number",
                        line("POST", "/api/auth/login", "Content-Length: abc"),
                        400,
                        "malformed-request"),
                refused("unreadable metric", get("/actuator/metrics/none"), 401, "unauthenticated"),
                refused(
                        "long boundary",
                        line(
                                "POST",
                                "/v1/read-qr-code/",
                                "Content-Length: 0",
                                "Content-Type: multipart/form-data; boundary=" + "b".repeat(90)),
                        400,
                        "malformed-request"));
    }

    @ParameterizedTest
    @CsvSource({
        "TRACE, /api/me, 'GET, PATCH'",
        "TRACE, /view, GET",
        "TRACE, /api/auth/login, POST",
        "TRACE, /actuator/health, GET",
        "TRACE, /nothing, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'",
        "BREW, /api/patients/0198c7a2-0000-7000-8000-000000000001/records, 'GET, POST'"
    })
    void shouldNameTheMethodsOfTheAddress(String method, String path, String allowed) {
        RawExchange answer = RawExchange.send(api.port(), method, path);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).hasValue(allowed);
    }

    @Test
    void shouldHaveNoBodyForHead() {
        RawExchange answer = RawExchange.send(api.port(), "HEAD", "/api/%zz");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/api/me, https://passport.test", "/shl/none?recipient=Ada, https://elsewhere.test"})
    void shouldLetPagesReadWhatTheyNeed(String path, String origin) {
        RawExchange answer = RawExchange.send(api.port(), "GET", path, "Origin: " + origin);

        assertThat(List.of(answer.header("Access-Control-Expose-Headers")
                        .orElse("")
                        .split(", ")))
                .contains(
                        "Content-Range",
                        "Accept-Ranges",
                        "Retry-After",
                        "ETag",
                        "Location",
                        "Link",
                        "WWW-Authenticate",
                        "X-Request-Id");
    }

    private static Arguments refused(String name, String request, int status, String type) {
        return Arguments.of(name, request, status, type);
    }

    private static String get(String target, String... headers) {
        return line("GET", target, headers);
    }

    private static String line(String method, String target, String... headers) {
        return method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").reduce("", String::concat) + "\r\n";
    }
}
