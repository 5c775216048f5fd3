package org.healthpassport.api.identity.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.events.Event;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class StaffApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final String email = UUID.randomUUID() + "@example.org";

    @ParameterizedTest
    @ValueSource(strings = {"AUDITOR", "ADMIN"})
    void shouldMakeAccountsThatCanLogIn(String role) throws Exception {
        // when
        Map<?, ?> account = add(api.client(api.administrator()), staff(role))
                .expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();

        // then
        assertThat(account.get("role")).isEqualTo(role);
        assertThat(account.get("status")).isEqualTo("ACTIVE");
        assertThat(account).hasSize(3);
        SignedJWT token = SignedJWT.parse(api.logIn(email, ApiUnderTest.PASSWORD));
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo(account.get("accountId"));
        assertThat(token.getJWTClaimsSet().getStringClaim("role")).isEqualTo(role);
    }

    @Test
    void shouldTakeNamesInTwoPartsToo() {
        Map<String, Object> staff = staff("AUDITOR");
        staff.put("name", Map.of("given", "Grace", "family", "Example"));

        add(api.client(api.administrator()), staff).expectStatus().isCreated().expectBody();
    }

    @Test
    void shouldSayWhichAdministratorMadeAnAccountAndKeepTheNameSealed() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.IDENTITY)) {
            // given
            SignedIn administrator = api.administrator();

            // when
            Map<?, ?> account = add(api.client(administrator), staff("AUDITOR"))
                    .expectBody(Map.class)
                    .returnResult()
                    .getResponseBody();

            // then
            Event registered = recorded.one(event -> event.key().equals(account.get("accountId")));
            assertThat(registered.stamp().getActor()).isEqualTo(administrator.accountId());
            assertThat(registered.stamp().getActorRole()).isEqualTo("ADMIN");
            assertThat(recorded.detail(registered).toString()).doesNotContain("Auditor", email);
            assertThat(api.bean(ReactiveMongoTemplate.class)
                            .findById(account.get("accountId"), Document.class, "accounts")
                            .block()
                            .toJson())
                    .doesNotContain("Auditor", email);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "role, PATIENT, /role",
        "role, DOCTOR, /role",
        "role, , /role",
        "email, nonsense, /email",
        "password, short, /password",
        "name, , /name",
        "name, '', /name"
    })
    void shouldPointAtWhatIsWrong(String member, String value, String pointer) {
        Map<String, Object> staff = staff("AUDITOR");
        staff.put(member, value);

        add(api.client(api.administrator()), staff)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[*].pointer")
                .isEqualTo(List.of(pointer));
    }

    @Test
    void shouldLetNobodyElseDoSo() {
        add(api.client(), staff("ADMIN")).expectStatus().isUnauthorized().expectBody();
        add(api.client(api.newPatient()), staff("ADMIN"))
                .expectStatus()
                .isForbidden()
                .expectBody();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUDITOR", "ADMIN"})
    void shouldLetNobodyRegisterAsStaff(String role) {
        Map<String, Object> registration = new HashMap<>(ApiUnderTest.registration(email));
        registration.put("role", role);

        api.client()
                .post()
                .uri("/api/auth/register")
                .bodyValue(registration)
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody();
    }

    @Test
    void shouldGiveAnEmailToOneAccountOnly() {
        // given
        WebTestClient administrator = api.client(api.administrator());
        add(administrator, staff("AUDITOR")).expectStatus().isCreated().expectBody();

        // then
        add(administrator, staff("ADMIN"))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:healthpassport:problem:email-taken");
    }

    private Map<String, Object> staff(String role) {
        return new HashMap<>(
                Map.of("role", role, "email", email, "password", ApiUnderTest.PASSWORD, "name", "Ann Auditor"));
    }

    private static ResponseSpec add(WebTestClient client, Map<String, Object> staff) {
        return client.post().uri("/api/admin/accounts").bodyValue(staff).exchange();
    }
}
