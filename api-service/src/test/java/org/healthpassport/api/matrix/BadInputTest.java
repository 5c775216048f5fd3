package org.healthpassport.api.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.matrix.Callers.Caller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.RequestBodySpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Every route that takes JSON, with every body that is wrong, from a caller who may use the route. */
class BadInputTest {
    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String RECORDS = "/api/patients/{patientId}/records";
    private static final String DOWNLOAD_LINKS = "/api/patients/{patientId}/documents/{documentId}/download-links";

    private static final List<String> COLLECTIONS = List.of(
            "accounts",
            "patients",
            "records",
            "documents",
            "qrCodes",
            "deadLetters",
            "consents",
            "representations",
            "representativeInvitations",
            "emergencyAccesses");

    /** Of a machine that does much else; most answers take milliseconds. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);

    /** Valid bodies of routes that take more than the one of the table. */
    private static final Map<String, List<String>> FURTHER_BODIES = Map.of(
            "POST /api/patients/{patientId}/consents",
            List.of("{\"grantee\":{\"type\":\"HOSPITAL\",\"id\":\"{hospitalId}\"},\"scopes\":[\"RECORDS_READ\"],"
                    + "\"expiresAt\":\"2099-05-17T09:30:00Z\"}"),
            "POST /api/patients/{patientId}/consent-requests/{requestId}/approval",
            List.of("{\"scopes\":[\"RECORDS_READ\"],\"expiresAt\":\"2099-05-17T09:30:00Z\"}"),
            "POST /api/patients/{patientId}/representatives",
            List.of("{\"relation\":\"CARER\",\"rights\":[\"READ\"],\"expiresAt\":\"2099-05-17T09:30:00Z\"}"),
            "POST /api/hospitals/{hospitalId}/emergency-accesses/{id}/review",
            List.of("{\"finding\":\"NOT_JUSTIFIED\",\"note\":\"Not on duty.\"}"),
            "POST /api/auth/register",
            List.of(
                    "{\"role\":\"DOCTOR\",\"email\":\"{email}\",\"password\":\"correct horse"
                            + " battery\",\"name\":{\"given\":"
                            + "\"Ada\",\"family\":\"Example\"},\"licenseNumber\":\"L-77\",\"hospitalId\":\"{hospitalId}\"}",
                    "{\"role\":\"HOSPITAL\",\"email\":\"{email}\",\"password\":\"correct horse battery\","
                            + "\"organizationName\":\"General Hospital\"}"),
            "PATCH /api/me",
            List.of("{\"email\":\"{email}\"}", "{\"birthDate\":\"1980-05\"}", "{\"name\":{\"text\":\"Ada Example\"}}"),
            "POST /api/auth/login",
            List.of("{\"email\":\"{email}\",\"password\":\"wrong password\",\"totp\":\"123456\"}"));

    /** Bodies that some routes take, each with the reason. */
    private static final Map<String, String> TAKEN = Map.of(
            "POST /api/admin/accounts with ADMIN at /role",
            "administrators make administrators",
            "POST " + DOWNLOAD_LINKS + " with no body",
            "every member has a default",
            "POST " + DOWNLOAD_LINKS + " with null",
            "every member has a default",
            "POST " + RECORDS + " with 10 kB at /code/text",
            "a text of FHIR may be long",
            "PUT " + RECORDS + "/{recordId} with 10 kB at /code/text",
            "a text of FHIR may be long",
            "POST " + RECORDS + " with Ada\\nExample at /code/text",
            "a text of FHIR may have lines",
            "PUT " + RECORDS + "/{recordId} with Ada\\nExample at /code/text",
            "a text of FHIR may have lines");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    /** A request that must be refused. */
    private record Case(
            MatrixRow row,
            @Nullable Caller caller,
            String path,
            @Nullable String entityTag,
            BadBody bad) {
        @Override
        public String toString() {
            return row + " with " + bad;
        }
    }

    @Test
    void shouldRefuseEveryWrongBodyAndChangeNothing() {
        // given
        List<Case> cases = cases();
        Map<String, Set<String>> before = versions();

        // when
        List<String> wrong = Flux.fromIterable(cases)
                .flatMap(
                        one -> Mono.fromCallable(() -> objection(one)).subscribeOn(Schedulers.boundedElastic()),
                        AT_ONCE)
                .filter(objection -> !objection.isEmpty())
                .collectList()
                .block(PATIENCE);

        // then
        assertThat(cases).hasSizeGreaterThan(400);
        assertThat(wrong).isEmpty();
        assertThat(versions()).isEqualTo(before);
        assertThat(api.logged()).doesNotContain("\tat ").doesNotContain("ERROR org.healthpassport");
    }

    private static List<Case> cases() {
        Callers callers = new Callers(api);
        return MatrixRow.all().stream()
                .filter(row -> row.hasJsonBody() || row.body().equals("record"))
                .flatMap(row -> Stream.concat(
                        cases(row, callers, BadBody::all),
                        FURTHER_BODIES.getOrDefault(row.route(), List.of()).stream()
                                .flatMap(body -> cases(row.withBody(body), callers, BadBody::ofMembers))))
                .toList();
    }

    private static Stream<Case> cases(
            MatrixRow row, Callers callers, BiFunction<String, MediaType, Stream<BadBody>> spoil) {
        Who who = caller(row);
        Things things = new Things(api, callers, row);
        // Those who guess passwords on one route are slowed down on the others.
        boolean alone = row.path().matches("/api/(auth|me)/.*");
        Caller caller = who == Who.ANONYMOUS ? null : alone ? callers.make(who) : callers.shared(who);
        String path = things.fill(row.path(), caller);
        String tag = row.changesAVersion() ? Things.entityTag(client(caller), path) : null;
        return spoil.apply(things.body(row, null), Things.type(row))
                .map(bad -> new Case(row, caller, path, tag, bad))
                .filter(one -> !TAKEN.containsKey(one.toString()));
    }

    /** One who gets as far as the body is looked at. */
    private static Who caller(MatrixRow row) {
        return row.whoIsLetIn()
                .or(() -> row.cells().entrySet().stream()
                        .filter(cell ->
                                !Set.of(401, 403).contains(cell.getValue().status()))
                        .map(Map.Entry::getKey)
                        .findFirst())
                .orElse(Who.ANONYMOUS);
    }

    private static WebTestClient client(@Nullable Caller caller) {
        return caller == null ? api.client() : api.client(caller.signedIn());
    }

    /** The objection to an answer; empty if there is none. */
    private static String objection(Case one) {
        RequestBodySpec request = client(one.caller())
                .method(HttpMethod.valueOf(one.row().method()))
                .uri(one.path())
                .contentType(one.bad().type());
        if (one.entityTag() != null) {
            request.header(HttpHeaders.IF_MATCH, one.entityTag());
        }
        long start = System.nanoTime();
        EntityExchangeResult<byte[]> answer =
                request.bodyValue(one.bad().body()).exchange().expectBody().returnResult();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        byte[] body = answer.getResponseBody();
        boolean isRefused = answer.getStatus().is4xxClientError()
                && answer.getStatus() != HttpStatus.TOO_MANY_REQUESTS
                && MediaType.APPLICATION_PROBLEM_JSON.isCompatibleWith(
                        answer.getResponseHeaders().getContentType())
                && took.compareTo(ANSWERED_WITHIN) < 0;
        return isRefused
                ? ""
                : one + ": " + answer.getStatus().value() + " after " + took.toMillis() + " ms: "
                        + (body == null ? "" : new String(body));
    }

    /** The versions of everything that belongs to somebody. */
    private static Map<String, Set<String>> versions() {
        ReactiveMongoTemplate store = api.bean(ReactiveMongoTemplate.class);
        Map<String, Set<String>> versions = new HashMap<>();
        for (String collection : COLLECTIONS) {
            List<Document> all =
                    store.findAll(Document.class, collection).collectList().block(PATIENCE);
            versions.put(
                    collection,
                    all.stream()
                            .map(document -> document.get("_id") + " " + document.get("version"))
                            .collect(Collectors.toCollection(HashSet::new)));
        }
        assertThat(versions.get("accounts")).isNotEmpty();
        return versions;
    }
}
