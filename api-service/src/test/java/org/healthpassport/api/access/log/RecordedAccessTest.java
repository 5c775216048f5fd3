package org.healthpassport.api.access.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.Attempt;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.LoginFailed;
import org.healthpassport.events.access.LoginFailure;
import org.healthpassport.events.audit.AuditAction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import tools.jackson.databind.JsonNode;

/** Denials and logins in the audit log. */
class RecordedAccessTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static RecordedEvents recorded;

    @BeforeAll
    static void listen() {
        recorded = new RecordedEvents(api, Topics.ACCESS, Topics.IDENTITY);
    }

    @AfterAll
    static void stopListening() {
        recorded.close();
    }

    @Test
    void shouldRecordWhoAsksForAnotherPatientsData() {
        // given
        SignedIn victim = api.newPatient();
        SignedIn curious = api.newPatient();

        // when
        api.client(curious)
                .get()
                .uri("/api/patients/" + victim.patientId() + "/documents")
                .header("User-Agent", "Curious/1.0")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody();

        // then
        Event denied = recorded.one(by(curious.accountId(), EventType.ACCESS_DENIED));
        assertThat(denied.payload(AccessDenied.class))
                .isEqualTo(new AccessDenied(
                        victim.patientId(), DenialReason.NOT_PERMITTED, 1, "DOCUMENT", null, Attempt.SEARCH));
        assertThat(denied.key()).isEqualTo(victim.patientId());
        assertThat(denied.stamp().getPatient()).isEqualTo(recorded.pseudonym(victim.patientId()));
        assertThat(denied.stamp().getActorRole()).isEqualTo("PATIENT");
        assertThat(denied.stamp().getAction()).isEqualTo(AuditAction.READ);
        assertThat(denied.stamp().getOutcome()).isEqualTo(8);
        assertThat(denied.stamp().getPurpose()).isNull();
        JsonNode detail = recorded.detail(denied);
        assertThat(detail.get("patientId").asString()).isEqualTo(victim.patientId());
        assertThat(detail.get("reason").asString()).isEqualTo("NOT_PERMITTED");
        assertThat(detail.get("resourceType").asString()).isEqualTo("DOCUMENT");
        assertThat(detail.get("interaction").asString()).isEqualTo("SEARCH");
        assertThat(detail.get("userAgent").asString()).isEqualTo("Curious/1.0");
        assertThat(detail.get("address").asString()).startsWith("10.7.");
        assertThat(detail.get("requestId").asString()).isEqualTo(denied.correlationId());
    }

    @Test
    void shouldNotInventPatientsThatSomebodyAsksFor() {
        // given
        SignedIn curious = api.newPatient();

        // when
        api.client(curious)
                .get()
                .uri("/api/patients/ada@example.org/documents")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody();

        // then
        Event denied = recorded.one(by(curious.accountId(), EventType.ACCESS_DENIED));
        assertThat(denied.payload(AccessDenied.class).getPatientId()).isNull();
        assertThat(denied.key()).isEqualTo(curious.accountId());
        assertThat(denied.stamp().getPatient()).isNull();
        assertThat(denied.stamp().getKeyId()).isEqualTo(recorded.pseudonym(curious.accountId()));
        assertThat(recorded.detail(denied).toString()).doesNotContain("ada@");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/me, , 401, NO_TOKEN, ACCOUNT",
        "/api/me, Bearer nonsense, 401, INVALID_TOKEN, ACCOUNT",
        "/api/downloads/nonsense, , 404, INVALID_LINK, DOCUMENT"
    })
    void shouldRecordWhoComesWithoutRight(
            String path, String authorization, int status, DenialReason reason, String type) {
        // given
        String requestId = UUID.randomUUID().toString();

        // when
        api.client()
                .get()
                .uri(path)
                .headers(headers -> {
                    headers.add("X-Request-Id", requestId);
                    if (authorization != null) {
                        headers.add("Authorization", authorization);
                    }
                })
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody();

        // then
        Event denied = recorded.one(event -> event.correlationId().equals(requestId));
        assertThat(denied.payload(AccessDenied.class))
                .isEqualTo(new AccessDenied(null, reason, 1, type, null, Attempt.READ));
        assertThat(denied.stamp().getActor()).isEqualTo("anonymous");
        assertThat(denied.stamp().getOutcome()).isEqualTo(4);
        assertThat(denied.stamp().getKeyId()).isEqualTo(recorded.pseudonym("service"));
        assertThat(denied.key()).isEqualTo(denied.subject());
        assertThat(recorded.detail(denied).toString()).doesNotContain("nonsense");
    }

    @Test
    void shouldRecordWhoWantsToMakeThemselvesAnAuditor() {
        // given
        String requestId = UUID.randomUUID().toString();
        Map<String, Object> registration = new HashMap<>(ApiUnderTest.registration(requestId + "@example.org"));
        registration.put("role", "AUDITOR");

        // when
        api.client()
                .post()
                .uri("/api/auth/register")
                .header("X-Request-Id", requestId)
                .bodyValue(registration)
                .exchange()
                .expectStatus()
                .isForbidden();

        // then
        Event denied = recorded.one(event -> event.correlationId().equals(requestId));
        assertThat(denied.payload(AccessDenied.class))
                .isEqualTo(new AccessDenied(null, DenialReason.NOT_PERMITTED, 1, "ACCOUNT", null, Attempt.CREATE));
        assertThat(denied.stamp().getAction()).isEqualTo(AuditAction.CREATE);
        assertThat(recorded.detail(denied).toString()).doesNotContain("@example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /actuator/metrics, READ, METRICS, READ",
        "POST, /api/admin/accounts, CREATE, ACCOUNT, CREATE",
        "GET, /api/admin/accounts, READ, ACCOUNT, SEARCH"
    })
    void shouldRecordWhoWantsToAdminister(
            String method, String path, AuditAction tried, String type, Attempt interaction) {
        // given
        SignedIn patient = api.newPatient();

        // when
        api.client(patient)
                .method(HttpMethod.valueOf(method))
                .uri(path)
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody();

        // then
        Event denied = recorded.one(by(patient.accountId(), EventType.ACCESS_DENIED));
        assertThat(denied.payload(AccessDenied.class))
                .isEqualTo(new AccessDenied(null, DenialReason.NOT_PERMITTED, 1, type, null, interaction));
        assertThat(denied.stamp().getAction()).isEqualTo(tried);
    }

    @Test
    void shouldRecordRegistrationAndLogin() {
        // when
        SignedIn patient = api.newPatient();

        // then
        Event registered = recorded.one(event ->
                event.type() == EventType.ACCOUNT_REGISTERED && event.key().equals(patient.accountId()));
        assertThat(registered.stamp().getActor()).isEqualTo("anonymous");
        assertThat(registered.stamp().getAction()).isEqualTo(AuditAction.CREATE);
        assertThat(registered.stamp().getPatient()).isNull();
        assertThat(registered.stamp().getKeyId()).isEqualTo(recorded.pseudonym(patient.accountId()));
        assertThat(recorded.detail(registered).get("resourceType").asString()).isEqualTo("ACCOUNT");
        Event loggedIn = recorded.one(by(patient.accountId(), EventType.LOGGED_IN));
        assertThat(loggedIn.key()).isEqualTo(patient.accountId());
        assertThat(loggedIn.stamp().getOutcome()).isZero();
        assertThat(loggedIn.stamp().getKeyId()).isEqualTo(recorded.pseudonym(patient.accountId()));
        assertThat(recorded.detail(loggedIn).toString()).doesNotContain(patient.email());
    }

    @Test
    void shouldRecordFailedLogins() {
        // given
        SignedIn patient = api.newPatient();

        // when
        String requestId = UUID.randomUUID().toString();
        failToLogIn(patient.email(), UUID.randomUUID().toString());
        failToLogIn(UUID.randomUUID() + "@example.org", requestId);

        // then
        Event known = recorded.one(by(patient.accountId(), EventType.LOGIN_FAILED));
        assertThat(known.payload(LoginFailed.class))
                .isEqualTo(new LoginFailed(patient.accountId(), LoginFailure.WRONG_CREDENTIALS, 1));
        assertThat(known.key()).isEqualTo(patient.accountId());
        assertThat(recorded.detail(known).get("accountId").asString()).isEqualTo(patient.accountId());
        Event unknown = recorded.one(event ->
                event.type() == EventType.LOGIN_FAILED && event.correlationId().equals(requestId));
        assertThat(unknown.payload(LoginFailed.class))
                .isEqualTo(new LoginFailed(null, LoginFailure.WRONG_CREDENTIALS, 1));
        assertThat(unknown.stamp().getActor()).isEqualTo("anonymous");
        assertThat(recorded.detail(unknown).toString()).doesNotContain("@");
    }

    @Test
    void shouldRecordLoginsThatHaveToWaitUnderTheAccountThatTheyWereMeantFor() {
        // given
        SignedIn patient = api.newPatient();
        String nobody = UUID.randomUUID() + "@example.org";

        // when
        String ofPatient = failUntilItHasToWait(patient.email());
        String ofNobody = failUntilItHasToWait(nobody);

        // then
        Event known = recorded.one(event -> event.correlationId().equals(ofPatient));
        assertThat(known.payload(LoginFailed.class))
                .isEqualTo(new LoginFailed(patient.accountId(), LoginFailure.TOO_MANY_ATTEMPTS, 1));
        assertThat(known.stamp().getActor()).isEqualTo(patient.accountId());
        Event unknown = recorded.one(event -> event.correlationId().equals(ofNobody));
        assertThat(unknown.payload(LoginFailed.class))
                .isEqualTo(new LoginFailed(null, LoginFailure.TOO_MANY_ATTEMPTS, 1));
        assertThat(known.stamp().getKeyId()).isEqualTo(unknown.stamp().getKeyId());
    }

    /** Each attempt comes from another address; gives the request id of the last one. */
    private static String failUntilItHasToWait(String email) {
        for (int attempt = 0; attempt < 100; attempt++) {
            String requestId = UUID.randomUUID().toString();
            HttpStatusCode status = api.client()
                    .post()
                    .uri("/api/auth/login")
                    .header("X-Request-Id", requestId)
                    .bodyValue(Map.of("email", email, "password", "wrong password"))
                    .exchange()
                    .expectBody()
                    .returnResult()
                    .getStatus();
            if (status.isSameCodeAs(HttpStatus.TOO_MANY_REQUESTS)) {
                return requestId;
            }
        }
        throw new AssertionError("Expected that attempts have to wait, but none did");
    }

    private void failToLogIn(String email, String requestId) {
        api.client()
                .post()
                .uri("/api/auth/login")
                .header("X-Request-Id", requestId)
                .bodyValue(Map.of("email", email, "password", "wrong password"))
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UNAUTHORIZED)
                .expectBody();
    }

    private static Predicate<Event> by(String actor, EventType type) {
        return event -> event.type() == type && event.stamp().getActor().equals(actor);
    }
}
