package org.healthpassport.api.trail.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.identity.key.SigningKeys;
import org.healthpassport.api.trail.receipt.LoggedEntries.LookUp;
import org.healthpassport.api.trail.receipt.LoggedEntries.LookUps;
import org.healthpassport.api.trail.receipt.PlayedAuditService.Asked;
import org.healthpassport.edge.token.LogReading;
import org.healthpassport.edge.url.PublicUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.client.ReactorResourceFactory;
import org.threeten.extra.MutableClock;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class LoggedEntriesTest {
    private static final String US = "https://passport.test";
    private static final Duration WITHIN = Duration.ofSeconds(10);
    /** Two seconds, and time for a busy machine. */
    private static final Duration AT_MOST = Duration.ofSeconds(4);

    private final MutableClock clock = MutableClock.of(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC);
    private final OneKey key = OneKey.generate();
    private final ReactorResourceFactory eventLoops = new ReactorResourceFactory();
    private final List<AuditService> clients = new ArrayList<>();
    private PlayedAuditService audit;
    private LoggedEntries entries;

    @BeforeEach
    void start() throws Exception {
        eventLoops.setUseGlobalResources(false);
        eventLoops.setShutdownQuietPeriod(Duration.ZERO);
        eventLoops.start();
        audit = PlayedAuditService.start(key, US, clock);
        entries = entriesOf(audit.url());
    }

    @AfterEach
    void stop() {
        clients.forEach(AuditService::destroy);
        audit.close();
        eventLoops.stop();
    }

    @Test
    void shouldAskForTheEventsOfOnePatientWithATokenForThat() {
        // given
        audit.answer(200, "{\"indexes\":{\"e1\":7},\"aMemberOfALaterRelease\":1}");

        // when
        Map<String, Long> indexes = entries.indexes("patient-1", List.of("e1")).block(WITHIN);

        // then
        assertThat(indexes).isEqualTo(Map.of("e1", 7L));
        assertThat(audit.asked())
                .containsExactly(new Asked(
                        "POST",
                        "/internal/log/indexes",
                        new LogReading.OfPatient("patient-1"),
                        "{\"eventIds\":[\"e1\"]}"));
    }

    @Test
    void shouldAskForManyEventsInParts() {
        // given
        audit.answer(200, "{\"indexes\":{\"e1\":7}}");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 501; i++) {
            ids.add("e" + i);
        }

        // when, then
        assertThat(entries.indexes("patient-1", ids).block(WITHIN)).isEqualTo(Map.of("e1", 7L));
        assertThat(audit.asked()).hasSize(2);
        assertThat(entries.indexes("patient-1", List.of()).block(WITHIN)).isEmpty();
        assertThat(audit.asked()).hasSize(2);
    }

    @Test
    void shouldPageThroughLookUps() {
        // given
        audit.answer(200, """
            {"next":12,"lookUps":[{"index":9,"eventId":"e9","time":"2026-11-23T09:59:00.123Z","type":"t","action":"R",
            "outcome":0,"actor":"a1","actorRole":"AUDITOR","patient":"p1","requestId":null}]}\
            """);

        // when
        LookUps found = entries.lookUps(-1, 5).block(WITHIN);

        // then
        assertThat(found)
                .isEqualTo(new LookUps(
                        List.of(new LookUp(
                                9,
                                "e9",
                                Instant.parse("2026-11-23T09:59:00.123Z"),
                                "t",
                                "R",
                                0,
                                "a1",
                                "AUDITOR",
                                "p1",
                                null)),
                        11));
        assertThat(audit.asked())
                .containsExactly(
                        new Asked("GET", "/internal/log/look-ups?from=0&limit=5", new LogReading.OfLookUps(), ""));
    }

    @Test
    void shouldNotWaitLongForAnAuditServiceThatHangs() {
        // given
        audit.hold();

        // when
        long began = System.nanoTime();
        Map<String, Long> indexes = entries.indexes("patient-1", List.of("e1")).block(WITHIN);

        // then
        assertThat(indexes).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_MOST);
        // The next ones do not wait at all, nor do they ask.
        for (int i = 0; i < 100; i++) {
            assertThat(entries.indexes("patient-1", List.of("e1")).block(WITHIN))
                    .isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_MOST);
        assertThat(audit.asked()).hasSize(1);
        audit.release();
    }

    @Test
    void shouldGiveOthersTheirTurnDuringABurstAboutOnePatient() {
        // given
        audit.answer(200, "{\"indexes\":{\"e1\":7}}");
        audit.hold();

        // when
        Flux<Map<String, Long>> burst = Flux.range(0, 36)
                .flatMap(i -> entries.indexes("patient-1", List.of("e1")), 36)
                .replay()
                .autoConnect(0);
        await().until(() -> audit.asked().size() == 4);
        Mono<Map<String, Long>> other =
                entries.indexes("patient-2", List.of("e1")).cache();
        other.subscribe();

        // then
        await().until(() -> audit.asked().size() == 5);
        assertThat(audit.asked()).last().extracting(Asked::reading).isEqualTo(new LogReading.OfPatient("patient-2"));
        assertThatThrownBy(() -> clients.get(0)
                        .ask(new LogReading.OfPatient("patient-1"), client -> client.get(), Object.class)
                        .block(WITHIN))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(new ReceiptRefusal.Away()));

        // when
        audit.release();

        // then
        assertThat(other.block(WITHIN)).hasSize(1);
        assertThat(burst.collectList().block(WITHIN)).hasSize(36);
        assertThat(entries.indexes("patient-3", List.of("e1")).block(WITHIN))
                .as("without an outage")
                .hasSize(1);
    }

    @Test
    void shouldAskAgainAfterAnOutage() {
        // given
        audit.answer(503, "");
        assertThat(entries.indexes("patient-1", List.of("e1")).block(WITHIN)).isEmpty();
        audit.answer(200, "{\"indexes\":{\"e1\":7}}");

        // then
        assertThat(entries.indexes("patient-1", List.of("e1")).block(WITHIN)).isEmpty();
        clock.add(Duration.ofSeconds(5));
        assertThat(entries.indexes("patient-1", List.of("e1")).block(WITHIN)).hasSize(1);
        assertThat(entries.indexes("patient-1", List.of("e1")).block(WITHIN)).hasSize(1);
        assertThat(audit.asked()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"401, true", "403, true", "503, true", "500, false", "400, false", "302, false"})
    void shouldTellWhetherItIsWorthAskingAgain(int status, boolean outage) {
        // given
        audit.answer(status, "");

        // when
        for (int i = 0; i < 3; i++) {
            assertAway(entries);
        }

        // then: what it cannot do for one patient does not hide everything from the others
        assertThat(audit.asked()).hasSize(outage ? 1 : 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "null"})
    void shouldTakeNoOtherAnswer(String body) {
        // given
        audit.answer(200, body);

        // then
        assertThat(entries.indexes("patient-1", List.of("e1")).block(WITHIN)).isEmpty();
    }

    @Test
    void shouldTakeNoEndlessAnswer() {
        // given
        audit.answer(200, "{\"indexes\":{},\"filler\":\"" + "x".repeat(2 << 20) + "\"}");

        // then
        assertThat(entries.indexes("patient-1", List.of("e1")).block(WITHIN)).isEmpty();
        assertAway(entries);
    }

    @Test
    void shouldKnowWhenNobodyListens() {
        // given
        audit.close();

        // then
        assertThat(entries.indexes("patient-1", List.of("e1")).block(WITHIN)).isEmpty();
        assertAway(entries);
    }

    @Test
    void shouldHaveNoIndexesWithoutAnAddress() {
        for (String none : new String[] {null, "", " "}) {
            LoggedEntries without = entriesOf(none);
            assertThat(without.indexes("patient-1", List.of("e1")).block(WITHIN))
                    .isEmpty();
            assertThatThrownBy(() -> without.lookUps(0, 1).block(WITHIN))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.refusal()).isEqualTo(new ReceiptRefusal.NotConfigured()));
        }
    }

    private static void assertAway(LoggedEntries entries) {
        assertThatThrownBy(() -> entries.lookUps(0, 1).block(WITHIN))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(new ReceiptRefusal.Away()));
    }

    private LoggedEntries entriesOf(@Nullable String url) {
        AuditService client = new AuditService(
                new AuditServiceSettings(url), key, new PublicUrl(URI.create(US)), new Ids(), clock, eventLoops);
        clients.add(client);
        return new LoggedEntries(client);
    }

    private record OneKey(ECKey toSignWith) implements SigningKeys {
        static OneKey generate() {
            try {
                return new OneKey(new ECKeyGenerator(Curve.P_256)
                        .keyIDFromThumbprint(true)
                        .generate());
            } catch (JOSEException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public JWKSet published() {
            return new JWKSet(toSignWith.toPublicJWK());
        }
    }
}
