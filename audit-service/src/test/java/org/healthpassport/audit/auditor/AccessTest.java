package org.healthpassport.audit.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.healthpassport.audit.AuditUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient;

class AccessTest {
    private static final String ENTRIES = "/api/audit/entries";

    @RegisterExtension
    static final AuditUnderTest AUDIT = new AuditUnderTest();

    @ParameterizedTest
    @ValueSource(
            strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness", "/audit-log/vkey"
            })
    void shouldLetAnybodySee(String path) {
        status(AUDIT.client(), path, 200);
        status(AUDIT.client("no.token.at-all"), path, 200);
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator/metrics, ADMIN, 200",
        "/actuator/metrics, AUDITOR, 403",
        "/actuator/env, ADMIN, 404",
        "/api/audit/entries, AUDITOR, 200",
        "/api/audit/entries, ADMIN, 403",
        "/api/audit/entries, DOCTOR, 403",
        "/api/audit/nothing, AUDITOR, 404",
        "/api/audit/nothing, PATIENT, 403",
        "/audit-log/tile/entries/000, HOSPITAL, 403",
        "/audit-log/tile/entries/000.p/9, PATIENT, 403",
        "/audit-log/other, AUDITOR, 403",
        "/, AUDITOR, 403",
        "/api/other, AUDITOR, 403"
    })
    void shouldGiveEachRoleItsOwn(String path, String role, int status) {
        status(AUDIT.client(role, "somebody"), path, status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/audit/entries",
                "/api/audit/reports/completeness",
                "/actuator/metrics",
                "/actuator",
                "/audit-log/tile/entries/000",
                "/audit-log",
                "/api/audit",
                "/nothing"
            })
    void shouldNeedTokenForEverythingElse(String path) {
        AUDIT.client()
                .get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer")
                .expectHeader()
                .contentType("application/problem+json")
                .expectBody();
    }

    @Test
    void shouldPutSecurityHeadersAndRequestIdOnEveryAnswer() {
        AUDIT.client()
                .get()
                .uri(ENTRIES)
                .header("X-Request-Id", "my-request")
                .exchange()
                .expectHeader()
                .valueEquals("X-Request-Id", "my-request")
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff")
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectHeader()
                .valueEquals("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .expectBody()
                .jsonPath("$.instance")
                .isEqualTo("urn:healthpassport:request:my-request")
                .jsonPath("$.status")
                .isEqualTo(401);
        AUDIT.client()
                .get()
                .uri(ENTRIES)
                .header("X-Request-Id", "<script>")
                .exchange()
                .expectHeader()
                .value("X-Request-Id", id -> assertThat(id).hasSize(36))
                .expectBody();
    }

    @Test
    void shouldRefuseTokensThatAreNotOfThisInstallation() throws JOSEException {
        TestIssuer issuer = AUDIT.issuer();
        Instant now = Instant.now();
        Map<String, String> tokens = Map.ofEntries(
                Map.entry("expired", issuer.token(claims -> claims.expirationTime(Date.from(now.minusSeconds(60))))),
                Map.entry("of another issuer", issuer.token(claims -> claims.issuer("https://other.test"))),
                Map.entry(
                        "for another audience", issuer.token(claims -> claims.audience(List.of("https://other.test")))),
                Map.entry("without role", issuer.token(claims -> claims.claim("role", null))),
                Map.entry("with an empty role", issuer.token(claims -> claims.claim("role", ""))),
                Map.entry("of nobody", issuer.token(claims -> claims.subject(""))),
                Map.entry("without id", issuer.token(claims -> claims.jwtID(null))),
                Map.entry(
                        "of another type",
                        issuer.sign(
                                issuer.header().type(JOSEObjectType.JWT).build(),
                                issuer.claims().build())),
                Map.entry(
                        "without type",
                        issuer.sign(
                                issuer.header().type(null).build(),
                                issuer.claims().build())),
                Map.entry("unsigned", new PlainJWT(issuer.claims().build()).serialize()),
                Map.entry("signed with the public key as a secret", signedWithPublicKey(issuer)),
                Map.entry(
                        "with another's signature",
                        withSignatureOf(issuer.token("a", "AUDITOR"), issuer.token("b", "AUDITOR"))));
        tokens.forEach((what, token) -> AUDIT.client(token)
                .get()
                .uri(ENTRIES)
                .exchange()
                .expectHeader()
                .value(
                        "WWW-Authenticate",
                        challenge -> assertThat(challenge).as(what).isEqualTo("Bearer error=\"invalid_token\""))
                .expectStatus()
                .isUnauthorized()
                .expectBody());
    }

    @Test
    void shouldNotCallTokensInvalidWhileTheyCannotBeChecked() {
        HttpResponse<String> answer = AUDIT.answerWithoutKeys();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(answer.body()).contains("urn:healthpassport:problem:unavailable");
    }

    @Test
    void shouldRefuseRoleInTheSpellingOfAnother() {
        status(AUDIT.client("auditor", "somebody"), ENTRIES, 403);
        status(AUDIT.client("ROLE_AUDITOR", "somebody"), ENTRIES, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/audit-log/tile/entries%2F000", "/audit-log/tile/%65ntries/000", "/audit-log//tile/entries/000",
                "/audit-log/tile/x/../entries/000", "/audit-log/tile/entries/000;a=b", "/audit-log/tile/entries/000/"
            })
    void shouldGiveNobodyEntriesByAnotherSpelling(String path) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + AUDIT.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isIn(400, 401, 404);
    }

    private static String signedWithPublicKey(TestIssuer issuer) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(issuer.key().getKeyID())
                        .build(),
                issuer.claims().build());
        token.sign(new MACSigner(issuer.key().toPublicJWK().toECPublicKey().getEncoded()));
        return token.serialize();
    }

    private static String withSignatureOf(String token, String other) {
        return token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
    }

    private static void status(WebTestClient client, String path, int status) {
        client.get().uri(path).exchange().expectStatus().isEqualTo(status).expectBody();
    }
}
