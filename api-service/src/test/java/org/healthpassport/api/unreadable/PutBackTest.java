package org.healthpassport.api.unreadable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.idIn;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.aggregates.AggregateKind;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.watch.Watched;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.Instance;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.sharing.HealthLinkReader;
import org.healthpassport.api.sharing.QrCodeDecisions;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.EventType;
import org.healthpassport.vault.standing.AccountStanding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who can write to the database puts genuine old documents of links and accounts back. The instance that changed them,
 * one that has only heard of the change, and one that starts afterwards refuse them at once.
 */
class PutBackTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String LINKS = "qrCodes";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final Damage damage = new Damage(api);
    private SignedIn ada;

    @BeforeEach
    void register() {
        ada = api.newPatient();
    }

    @Test
    void shouldKeepARevokedLinkShut() {
        try (Instance other = api.anotherInstance(Map.of())) {
            // given an open link that the other instance has never seen
            String path = sharing.taken(ada, summaryLink());
            HealthLinkReader link = sharing.link(ada, path);
            sharing.opened(link, by("Dr. Who"));
            Document before = damage.copy(LINKS, idIn(path));
            api.client(ada).delete().uri(path).exchange().expectStatus().isNoContent();
            awaitNewest(other, idIn(path), 3);

            // when
            damage.put(LINKS, before);

            // then
            sharing.open(link, by("Dr. Who")).expectStatus().isNotFound();
            sharing.open(link, by("Dr. Who")).expectStatus().isNotFound();
            assertThat(api.logged())
                    .containsOnlyOnce(
                            "Expected to read " + idIn(path) + " of qrCodes, but an older version was put back");
            assertShut(link, other);
            assertThat(reasonListed(idIn(path))).isEqualTo("OUTDATED");
            api.client(ada).get().uri(path).exchange().expectStatus().isEqualTo(500);
            assertShutAfterARestart(link);
        }
    }

    @Test
    void shouldServeNoFileOfARevokedLink() {
        // given
        sharing.record(ada, SharingUnderTest.allergy("Latex"));
        String path = sharing.taken(ada, summaryLink());
        HealthLinkReader link = sharing.link(ada, path);
        String location = sharing.opened(link, by("Dr. Who", "embeddedLengthMax", 1))
                .at("/files/0/location")
                .asString();
        sharing.file(location).expectStatus().isOk();
        Document before = damage.copy(LINKS, idIn(path));
        api.client(ada).delete().uri(path).exchange().expectStatus().isNoContent();

        // when
        damage.put(LINKS, before);

        // then
        sharing.file(location).expectStatus().isNotFound();
    }

    @Test
    void shouldNotBeginToCountPasscodesAnew() {
        // given
        String path = sharing.taken(ada, summaryLink("passcode", "1234"));
        HealthLinkReader link = sharing.link(ada, path);
        Document before = damage.copy(LINKS, idIn(path));
        sharing.open(link, by("Guesser", "passcode", "4321")).expectStatus().isUnauthorized();
        damage.copy(LINKS, idIn(path));

        // when
        damage.put(LINKS, before);

        // then
        for (String passcode : new String[] {"4322", "1234"}) {
            sharing.open(link, by("Guesser", "passcode", passcode))
                    .expectStatus()
                    .isNotFound();
        }
        assertThat(damage.stored(LINKS, idIn(path)).get("version")).isEqualTo(before.get("version"));
        try (Instance restarted = api.anotherInstance(Map.of())) {
            open(restarted, link, by("Guesser", "passcode", "1234"))
                    .expectStatus()
                    .isNotFound();
        }
    }

    /** As an instance does that has not heard of the revocation yet. */
    @Test
    void shouldKeepARevokedLinkShutThatWasPutBackAndThenChanged() {
        // given
        String path = sharing.taken(ada, summaryLink());
        String id = idIn(path);
        HealthLinkReader link = sharing.link(ada, path);
        Document before = damage.copy(LINKS, id);
        api.client(ada).delete().uri(path).exchange().expectStatus().isNoContent();
        Object revoked = damage.copy(LINKS, id).get("version");

        // when
        damage.put(LINKS, before);
        anotherThatKnowsNothing()
                .change(id, qrCode -> QrCodeDecisions.drawn(qrCode, new byte[] {1}))
                .block(SOON);

        // then
        assertThat(damage.copy(LINKS, id).get("version")).isEqualTo(revoked);
        sharing.open(link, by("Dr. Who")).expectStatus().isNotFound();
        assertThat(reasonListed(id)).isEqualTo("OUTDATED");
        assertShutAfterARestart(link);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepAnAccountSuspended(boolean withStanding) {
        try (Instance other = api.anotherInstance(Map.of())) {
            // given an account that the other instance has never seen
            Document before = damage.copy(AccountStanding.COLLECTION, ada.accountId());
            SignedIn administrator = api.administrator();
            post(administrator, "/api/admin/accounts/" + ada.accountId() + "/suspension")
                    .expectStatus()
                    .isNoContent();
            Document suspended = damage.copy(AccountStanding.COLLECTION, ada.accountId());
            await().atMost(SOON).until(() -> watched(other, "watchedAccounts").knows(ada.accountId()));
            if (!withStanding) {
                before.remove(AccountStanding.FIELD);
            }

            // when
            damage.put(AccountStanding.COLLECTION, before);

            // then
            await().atMost(SOON).until(() -> status(api.port(), ada) == 503);
            assertThat(status(other.port(), ada)).isEqualTo(503);
            assertThat(logIn(other.port())).isEqualTo(401);
            assertThat(logIn(api.port())).isEqualTo(401);
            try (Instance restarted = api.anotherInstance(Map.of())) {
                assertThat(status(restarted.port(), ada)).isEqualTo(503);
                assertThat(logIn(restarted.port())).isEqualTo(401);
            }

            // and an administrator is told what to do, and changes nothing
            for (String command : new String[] {"suspension", "activation"}) {
                post(administrator, "/api/admin/accounts/" + ada.accountId() + "/" + command)
                        .expectStatus()
                        .isEqualTo(503)
                        .expectBody()
                        .jsonPath("$.detail")
                        .value(
                                String.class,
                                detail -> assertThat(detail)
                                        .startsWith("Somebody put an older state of this account into the database.")
                                        .contains("restored its newest document"));
            }
            assertThat(damage.stored(AccountStanding.COLLECTION, ada.accountId()))
                    .isEqualTo(before);

            // when an operator restores the newest document
            damage.put(AccountStanding.COLLECTION, suspended);

            // then
            await().atMost(SOON).until(() -> status(api.port(), ada) == 401);
            post(administrator, "/api/admin/accounts/" + ada.accountId() + "/activation")
                    .expectStatus()
                    .isNoContent();
            assertThat(logIn(other.port())).isEqualTo(200);
            assertThat(logIn(api.port())).isEqualTo(200);
        }
    }

    @Test
    void shouldServeNoLinkWhileItCannotKnowWhichAreRevoked() {
        // given
        HealthLinkReader link = sharing.newLink(ada, summaryLink());

        try (Instance without =
                api.anotherInstanceThatIsNotReady(Map.of("spring.kafka.bootstrap-servers", "127.0.0.1:1"))) {
            // then
            open(without, link, by("Dr. Who"))
                    .expectStatus()
                    .isEqualTo(503)
                    .expectHeader()
                    .valueEquals("Retry-After", "5");
            await().atMost(SOON)
                    .untilAsserted(() -> client(without.port())
                            .get()
                            .uri("/actuator/health/readiness")
                            .exchange()
                            .expectStatus()
                            .isOk()
                            .expectBody()
                            .jsonPath("$.components.newestEvents.status")
                            .isEqualTo("UNKNOWN"));
            assertThat(status(without.port(), ada)).isEqualTo(200);
        }
        sharing.opened(link, by("Dr. Who"));
    }

    @Test
    void shouldTakeNoMoreThan64MegabytesForAllThatItKnows() {
        assertThat(Stream.of("watchedQrCodes", "watchedAccounts")
                        .mapToLong(name -> api.bean(name, Watched.class).bytesAtMost())
                        .sum())
                .isLessThanOrEqualTo(64 << 20);
    }

    /** QR codes as an instance has them that has heard of no event. */
    private static Aggregates<QrCodeState> anotherThatKnowsNothing() {
        Set<EventType> events = Set.of(EventType.QR_CODE_READY);
        return api.bean(AggregateStore.class)
                .of(
                        new AggregateKind<>(
                                LINKS,
                                "QR_CODE",
                                QrCodeState.class,
                                QrCodeState::patientId,
                                Set.of(),
                                state -> Map.of()),
                        new Watched<>("none", LINKS, new Criteria(), state -> true, events, events, 1 << 10));
    }

    private void assertShut(HealthLinkReader link, Instance other) {
        String unknown = new String(api.client()
                .post()
                .uri("/shl/" + "x".repeat(43))
                .bodyValue(by("Dr. Who"))
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .returnResult()
                .getResponseBody());
        for (ResponseSpec answer :
                new ResponseSpec[] {sharing.open(link, by("Dr. Who")), open(other, link, by("Dr. Who"))}) {
            String shut = new String(answer.expectStatus()
                    .isNotFound()
                    .expectBody()
                    .returnResult()
                    .getResponseBody());
            assertThat(withoutIds(shut)).isEqualTo(withoutIds(unknown));
        }
    }

    private static String withoutIds(String answer) {
        return answer.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID").replaceAll("/shl/[A-Za-z0-9_-]{43}", "/shl/TOKEN");
    }

    private static void assertShutAfterARestart(HealthLinkReader link) {
        try (Instance restarted = api.anotherInstance(Map.of())) {
            open(restarted, link, by("Dr. Who")).expectStatus().isNotFound();
        }
    }

    private String reasonListed(String qrCodeId) {
        for (JsonNode item : SharingUnderTest.body(api.client(ada)
                        .get()
                        .uri(SharingUnderTest.path(ada))
                        .exchange()
                        .expectStatus()
                        .isOk())
                .get("items")) {
            if (item.get("qrCodeId").asString().equals(qrCodeId)) {
                return item.at("/unreadable/reason").asString();
            }
        }
        throw new AssertionError("Expected the list to have " + qrCodeId);
    }

    private static void awaitNewest(Instance instance, String qrCodeId, long sequence) {
        await().atMost(SOON).until(() -> watched(instance, "watchedQrCodes").newest(qrCodeId) == sequence);
    }

    private static Watched<?> watched(Instance instance, String name) {
        return instance.bean(name, Watched.class);
    }

    private static ResponseSpec open(Instance instance, HealthLinkReader link, Map<String, ?> request) {
        return client(instance.port())
                .post()
                .uri(link.url().getPath())
                .bodyValue(request)
                .exchange();
    }

    private static ResponseSpec post(SignedIn who, String path) {
        return api.client(who).post().uri(path).exchange();
    }

    private static int status(int port, SignedIn who) {
        return client(port)
                .get()
                .uri("/api/me")
                .header("Authorization", "Bearer " + who.accessToken())
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private int logIn(int port) {
        return client(port)
                .post()
                .uri("/api/auth/login")
                .bodyValue(Map.of("email", ada.email(), "password", ApiUnderTest.PASSWORD))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private static WebTestClient client(int port) {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(SOON)
                .build();
    }
}
