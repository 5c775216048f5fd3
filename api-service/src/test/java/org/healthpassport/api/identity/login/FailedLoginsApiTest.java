package org.healthpassport.api.identity.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.Instance;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.identity.Mailbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Failed logins over HTTP, on two instances. */
class FailedLoginsApiTest {
    private static final String WRONG = "wrong password";
    private static final String NEW = "staple the battery";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void shouldCountOnAllInstancesTogether() {
        // given
        SignedIn patient = api.newPatient();
        WebTestClient client = api.client();
        try (Instance another = api.anotherInstance(Map.of())) {
            WebTestClient elsewhere = client.mutate()
                    .baseUrl("http://127.0.0.1:" + another.port())
                    .build();

            // when
            List<Integer> statuses = IntStream.range(0, 10)
                    .mapToObj(i -> logIn(i % 2 == 0 ? client : elsewhere, patient.email(), WRONG))
                    .toList();

            // and two more, each after its delay, so that the next delay is longer than a slow machine takes
            for (int i = 0; i < 2; i++) {
                Awaitility.await().until(() -> logIn(client, patient.email(), WRONG) == 401);
            }

            // then
            assertThat(statuses).containsOnly(401);
            assertThat(logIn(elsewhere, patient.email(), ApiUnderTest.PASSWORD)).isEqualTo(429);
        }
    }

    @Test
    void shouldLetTheOwnerInFromTheUsualAddressDuringAnAttack() {
        // given
        SignedIn patient = api.newPatient();
        WebTestClient home = api.client();
        assertThat(logIn(home, patient.email(), ApiUnderTest.PASSWORD)).isEqualTo(200);

        // when
        List<Integer> attack = IntStream.range(0, 50)
                .mapToObj(i -> logIn(api.client(), patient.email(), WRONG))
                .toList();

        // then
        assertThat(attack).contains(429);
        assertThat(logIn(home, patient.email(), ApiUnderTest.PASSWORD)).isEqualTo(200);
    }

    @Test
    void shouldLetInWhoeverHasSetANewPassword() {
        // given
        SignedIn patient = api.newPatient();
        WebTestClient abroad = api.client();
        IntStream.range(0, 20).forEach(i -> logIn(api.client(), patient.email(), WRONG));

        // when
        post(abroad, "/api/auth/password-reset", Map.of("email", patient.email()));
        String token = new Mailbox(api, patient.email()).token(1);
        assertThat(post(abroad, "/api/auth/password-reset/confirm", Map.of("token", token, "password", NEW)))
                .isEqualTo(204);

        // then
        assertThat(logIn(abroad, patient.email(), NEW)).isEqualTo(200);
        assertThat(logIn(api.client(), patient.email(), NEW)).isEqualTo(200);
    }

    @Test
    void shouldCostOneReadAndAtMostOneWrite() {
        // given
        SignedIn patient = api.newPatient();
        WebTestClient home = api.client();

        logIn(home, patient.email(), ApiUnderTest.PASSWORD);

        // then
        requireCommands(Map.of("find", 1L), () -> logIn(home, patient.email(), ApiUnderTest.PASSWORD));
        Map<String, Long> both = Map.of("find", 1L, "update", 1L);
        requireCommands(both, () -> logIn(api.client(), patient.email(), ApiUnderTest.PASSWORD));
        requireCommands(both, () -> logIn(api.client(), patient.email(), WRONG));
        requireCommands(both, () -> logIn(api.client(), UUID.randomUUID() + "@example.org", WRONG));
    }

    /** A count that cannot be read or written lets nobody guess. */
    @Test
    void shouldAnswerNothingWithoutTheStore() {
        // given
        SignedIn patient = api.newPatient();
        api.lineToStore().cut();

        // when, then
        try {
            assertThat(logIn(api.client(), patient.email(), WRONG)).isEqualTo(503);
            assertThat(logIn(api.client(), UUID.randomUUID() + "@example.org", WRONG))
                    .isEqualTo(503);
        } finally {
            api.lineToStore().mend();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> logIn(api.client(), patient.email(), ApiUnderTest.PASSWORD) == 200);
    }

    private static int logIn(WebTestClient client, String email, String password) {
        return post(client, "/api/auth/login", Map.of("email", email, "password", password));
    }

    private static int post(WebTestClient client, String path, Map<String, Object> body) {
        return client.post()
                .uri(path)
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    /** Tries again if the sweep sent a command at the same time. */
    private static void requireCommands(Map<String, Long> expected, Runnable what) {
        Awaitility.await().untilAsserted(() -> assertThat(commandsOf(what)).isEqualTo(expected));
    }

    /** The commands about failed attempts that something sends to the store. */
    private static Map<String, Long> commandsOf(Runnable what) {
        Map<String, Long> before = commands();
        what.run();
        Map<String, Long> after = commands();
        after.replaceAll((command, count) -> count - before.getOrDefault(command, 0L));
        after.values().removeIf(count -> count == 0);
        return after;
    }

    private static Map<String, Long> commands() {
        return api
                .bean(MeterRegistry.class)
                .find("mongodb.driver.commands")
                .tag("collection", "failedAttempts")
                .timers()
                .stream()
                .collect(Collectors.toMap(
                        timer -> timer.getId().getTag("command"), Timer::count, Long::sum, TreeMap::new));
    }
}
