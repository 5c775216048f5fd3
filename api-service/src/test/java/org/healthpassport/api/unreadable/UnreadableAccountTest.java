package org.healthpassport.api.unreadable;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.body;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class UnreadableAccountTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Damage damage = new Damage(api);

    @ParameterizedTest
    @ValueSource(strings = {"sealed", "version", "keys"})
    void shouldLookLikeAWrongPasswordAtLogin(String damaged) {
        // given
        SignedIn whole = api.newPatient();
        SignedIn broken = api.newPatient();
        breakAccount(broken.accountId(), damaged);

        // when
        Cost before = Cost.now();
        EntityExchangeResult<byte[]> wrong = logIn(api.client(), whole.email(), "wrong horse battery");
        Cost ofWrong = Cost.now().minus(before);
        before = Cost.now();
        EntityExchangeResult<byte[]> unreadable = logIn(api.client(), broken.email(), ApiUnderTest.PASSWORD);
        Cost ofUnreadable = Cost.now().minus(before);

        // then
        assertThat(unreadable.getStatus()).isEqualTo(wrong.getStatus());
        assertThat(unreadable.getStatus().value()).isEqualTo(401);
        assertThat(withoutInstance(unreadable)).isEqualTo(withoutInstance(wrong));
        assertThat(headers(unreadable)).isEqualTo(headers(wrong));
        assertThat(ofUnreadable).isEqualTo(ofWrong);
        assertThat(api.logged()).contains(broken.accountId() + " of accounts");
    }

    @Test
    void shouldBeSlowedDownLikeAWrongPassword() {
        // given
        SignedIn broken = api.newPatient();
        breakAccount(broken.accountId(), "sealed");

        // when
        for (int attempt = 0; attempt < 10; attempt++) {
            assertThat(logIn(api.client(), broken.email(), ApiUnderTest.PASSWORD)
                            .getStatus()
                            .value())
                    .isEqualTo(401);
        }

        // then
        assertThat(logIn(api.client(), broken.email(), ApiUnderTest.PASSWORD)
                        .getStatus()
                        .value())
                .isEqualTo(429);
    }

    @Test
    void shouldStandInTheListOfAdministrators() {
        // given
        Members members = new Members(api);
        Member first = members.pendingHospital();
        Member second = members.pendingHospital();

        // when
        Object sealed = damage.stored("accounts", first.accountId()).get("sealed");
        damage.flipBit("accounts", first.accountId());
        List<JsonNode> listed = List.copyOf(body(api.client(api.administrator())
                        .get()
                        .uri("/api/admin/accounts?status=PENDING&limit=2")
                        .exchange()
                        .expectStatus()
                        .isOk())
                .get("items")
                .values());

        // then
        assertThat(listed)
                .extracting(item -> item.get("accountId").asString())
                .containsExactly(second.accountId(), first.accountId());
        assertThat(listed.get(1).at("/unreadable/reason").asString()).isEqualTo("SEAL_BROKEN");
        assertThat(listed.get(1).propertyNames()).containsExactly("accountId", "unreadable");
        // The list shows accounts of all tests.
        damage.set("accounts", first.accountId(), "sealed", sealed);
    }

    private void breakAccount(String accountId, String damaged) {
        switch (damaged) {
            case "sealed" -> damage.flipBit("accounts", accountId);
            case "version" -> damage.unset("accounts", accountId, "version");
            default -> {
                damage.set(
                        "subjectKeys",
                        accountId,
                        "keysets",
                        damage.stored("subjectKeys", api.newPatient().accountId())
                                .get("keysets"));
                damage.forgetKeys(accountId);
            }
        }
    }

    private static EntityExchangeResult<byte[]> logIn(WebTestClient client, String email, String password) {
        return client.post()
                .uri("/api/auth/login")
                .bodyValue(Map.of("email", email, "password", password))
                .exchange()
                .expectBody()
                .returnResult();
    }

    private static JsonNode withoutInstance(EntityExchangeResult<byte[]> answer) {
        ObjectNode problem = (ObjectNode) JsonMapper.shared().readTree(answer.getResponseBody());
        problem.remove("instance");
        return problem;
    }

    private static Map<String, List<String>> headers(EntityExchangeResult<byte[]> answer) {
        HttpHeaders headers = new HttpHeaders(answer.getResponseHeaders());
        return headers.headerSet().stream()
                .filter(header -> !header.getValue().toString().matches(".*[0-9a-f]{8}-[0-9a-f]{4}-7.*"))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The number of slow operations so far. */
    private record Cost(long hashes, long readsOfKeys) {
        static Cost now() {
            return new Cost(
                    api.bean(MeterRegistry.class)
                            .timer("healthpassport.password.verifications")
                            .count(),
                    reads("subjectKeys"));
        }

        Cost minus(Cost before) {
            return new Cost(hashes - before.hashes, readsOfKeys - before.readsOfKeys);
        }

        private static long reads(String collection) {
            return api
                    .bean(MeterRegistry.class)
                    .get("mongodb.driver.commands")
                    .tags("command", "find", "collection", collection)
                    .timers()
                    .stream()
                    .mapToLong(Timer::count)
                    .sum();
        }
    }
}
