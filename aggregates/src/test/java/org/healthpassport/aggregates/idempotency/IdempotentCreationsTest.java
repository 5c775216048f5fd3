package org.healthpassport.aggregates.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.healthpassport.aggregates.AggregateKind;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.CreatedTooLate;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.aggregates.secret.SharedSecrets;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyedDigest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.query.Query;
import org.threeten.extra.MutableClock;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class IdempotentCreationsTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final SharedSecret<KeyedDigest> DIGEST_KEY = SharedSecret.digestKey("idempotency-test-key");

    private static StoreAndBus real;
    private static Aggregates<Note> notes;

    private final MutableClock clock = MutableClock.of(Instant.parse("2026-11-29T10:00:00Z"), ZoneOffset.UTC);
    private final String caller = UUID.randomUUID().toString();
    private KeyDocuments keys;
    private IdempotentCreations creations;
    private String subjectId;

    @BeforeAll
    static void start() {
        real = StoreAndBus.shared();
        notes = real.idleStore()
                .of(new AggregateKind<>("notes", "NOTE", Note.class, Note::subjectId, Set.of(), note -> Map.of()));
        new SharedSecrets(real.mongo(), real.bean(KeyEncryptionKeys.class), List.of(DIGEST_KEY))
                .prepare()
                .block(WITHIN);
    }

    @BeforeEach
    void open() {
        subjectId = real.ids().next();
        real.keyRing().create(subjectId).block(WITHIN);
        real.mongo().dropCollection(KeyDocuments.COLLECTION).block(WITHIN);
        keys = new KeyDocuments(real.mongo());
        keys.prepare().block(WITHIN);
        creations = new IdempotentCreations(keys, DIGEST_KEY, clock);
    }

    @Test
    void shouldGiveTheFirstAnswerToARepeat() {
        // when
        String first = create("k", "text").block(WITHIN);
        String second = create("k", "text").block(WITHIN);

        // then
        assertThat(second).isEqualTo(first);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void shouldCreateEachTimeWithoutKey() {
        // when
        long before = documents();
        create(null, "text").block(WITHIN);
        create(null, "text").block(WITHIN);

        // then
        assertThat(count()).isEqualTo(2);
        assertThat(documents()).isEqualTo(before);
    }

    @Test
    void shouldCreateOnceForManyAtOnce() {
        // when
        List<String> answers = Flux.range(0, 50)
                .flatMap(
                        one -> create("k", "text")
                                .onErrorResume(
                                        Refused.with(IdempotencyRefusal.StillRunning.class),
                                        running -> Mono.just("running")),
                        50)
                .collectList()
                .block(WITHIN);

        // then
        assertThat(count()).isEqualTo(1);
        assertThat(answers)
                .hasSize(50)
                .filteredOn(answer -> !answer.equals("running"))
                .isNotEmpty()
                .containsOnly(create("k", "text").block(WITHIN));
    }

    @Test
    void shouldRefuseOtherContent() {
        // given
        create("k", "text").block(WITHIN);

        // then
        assertRefused(
                IdempotencyRefusal.OtherContent.class,
                () -> create("k", "other").block(WITHIN));
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void shouldKeepKeysOfCallersAndRoutesApart() {
        // when
        create("k", "text").block(WITHIN);
        create("K", "text").block(WITHIN);
        run(new KeyedRequest(caller, "other notes", new IdempotencyKey("k")), "text", creation())
                .block(WITHIN);
        run(new KeyedRequest(caller + "2", "notes", new IdempotencyKey("k")), "text", creation())
                .block(WITHIN);

        // then
        assertThat(count()).isEqualTo(4);
    }

    @Test
    void shouldForgetTheKeyOfARefusedRequest() {
        // given
        assertThatThrownBy(() -> createWith(Mono.error(
                                InvalidInput.at("/x", "must be given").asException()))
                        .block(WITHIN))
                .isInstanceOf(Refused.class);

        // when
        create("k", "corrected").block(WITHIN);

        // then
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void shouldGiveTheAnswerThatWasLost() {
        // given an attempt that committed, and whose process nobody heard of again
        String newId = real.ids().next();
        Mono<String> lost = note(newId).then(Mono.error(new UncheckedIOException(new IOException())));
        assertThatThrownBy(() -> createWith(newId, lost).block(WITHIN)).isInstanceOf(UncheckedIOException.class);

        // then
        assertThat(create("k", "text").block(WITHIN)).isEqualTo(newId);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void shouldTakeOverAtOnceFromAnAttemptThatFailed() {
        // given
        assertThatThrownBy(() -> createWith(Mono.error(new UncheckedIOException(new IOException())))
                        .block(WITHIN))
                .isInstanceOf(UncheckedIOException.class);

        // then
        assertRefused(
                IdempotencyRefusal.OtherContent.class,
                () -> create("k", "other").block(WITHIN));
        create("k", "text").block(WITHIN);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void shouldTakeOverFromAnAttemptWhoseClientHasGone() {
        // given
        Disposable gone = createWith(Mono.never()).subscribe();
        await().atMost(WITHIN).until(() -> isKnown("k"));
        assertRefused(
                IdempotencyRefusal.StillRunning.class, () -> create("k", "text").block(WITHIN));

        // when
        gone.dispose();

        // then
        await().atMost(WITHIN)
                .ignoreExceptionsInstanceOf(Refused.class)
                .untilAsserted(() -> create("k", "text").block(WITHIN));
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void shouldTakeOverFromAnAttemptThatDiedAndNeverLetItCommit() {
        // given
        String deadId = real.ids().next();
        Disposable dead = createWith(deadId, Mono.never()).subscribe();
        await().atMost(WITHIN).until(() -> isKnown("k"));
        clock.add(IdempotentCreations.LEASE.minusMillis(1));
        assertRefused(
                IdempotencyRefusal.StillRunning.class, () -> create("k", "text").block(WITHIN));

        // when
        clock.add(Duration.ofMillis(1));
        String answer = create("k", "text").block(WITHIN);

        // then
        assertThat(answer).isNotEqualTo(deadId);
        assertThatThrownBy(() -> note(deadId).block(WITHIN)).isInstanceOf(CreatedTooLate.class);
        assertThat(create("k", "text").block(WITHIN)).isEqualTo(answer);
        assertThat(count()).isEqualTo(1);
        dead.dispose();
    }

    @Test
    void shouldLetOneOfManyTakeOver() {
        // given
        Disposable dead = createWith(Mono.never()).subscribe();
        await().atMost(WITHIN).until(() -> isKnown("k"));
        clock.add(IdempotentCreations.LEASE);

        // when
        Flux.range(0, 20)
                .flatMap(
                        one -> create("k", "text")
                                .onErrorResume(
                                        Refused.with(IdempotencyRefusal.StillRunning.class), running -> Mono.empty()),
                        20)
                .blockLast(WITHIN);

        // then
        assertThat(count()).isEqualTo(1);
        dead.dispose();
    }

    @Test
    void shouldSayThatNothingIsLeftOfWhatWasCreated() {
        // given
        create("k", "text").block(WITHIN);
        real.keyRing().discard(subjectId).block(WITHIN);
        clock.add(IdempotentCreations.LEASE);

        // then
        assertRefused(
                IdempotencyRefusal.CreatedAndGone.class,
                () -> create("k", "text").block(WITHIN));
    }

    @Test
    void shouldForgetKeysAfterADay() {
        // given
        create("k", "text").block(WITHIN);
        create("swept", "text").block(WITHIN);

        // when
        clock.add(IdempotentCreations.LIFETIME.minusMillis(1));
        keys.removeExpired(clock.instant()).block(WITHIN);
        assertRefused(
                IdempotencyRefusal.OtherContent.class,
                () -> create("k", "other").block(WITHIN));
        clock.add(Duration.ofMillis(1));

        // then
        assertThat(isKnown("k")).isFalse();
        create("k", "other").block(WITHIN);
        assertThat(count()).isEqualTo(3);

        // when
        keys.removeExpired(clock.instant()).block(WITHIN);

        // then the new one is kept
        assertThat(documents()).isEqualTo(1);
    }

    @Test
    void shouldSweepMoreThanOneRound() {
        // given
        Flux.range(0, 1_001)
                .flatMap(one -> keys.insert(
                        new KeyDocuments.KeyDocument(caller + one, new byte[0], "r", clock.instant(), clock.instant())))
                .blockLast(WITHIN);

        // when
        keys.removeExpired(clock.instant()).block(WITHIN);

        // then
        assertThat(keys.find(caller + 0).hasElement().block(WITHIN)).isFalse();
        assertThat(keys.find(caller + 1_000).hasElement().block(WITHIN)).isFalse();
    }

    @Test
    void shouldStoreDigestsOnly() {
        // when
        String id = create("the-key", "penicillin").block(WITHIN);

        // then
        List<Document> stored = real.mongo()
                .findAll(Document.class, KeyDocuments.COLLECTION)
                .filter(document -> id.equals(document.get("resourceId")))
                .collectList()
                .block(WITHIN);
        assertThat(stored).hasSize(1);
        assertThat(stored.get(0)).containsOnlyKeys("_id", "bodyDigest", "resourceId", "leasedUntil", "expiresAt");
        assertThat(stored.get(0).toJson()).doesNotContain("the-key", "penicillin", caller, subjectId);
    }

    @Test
    void shouldForgetTheKeyOfACreationThatWasAlone() {
        // when
        String first = alone(creation()).block(WITHIN);
        String second = alone(creation()).block(WITHIN);

        // then
        assertThat(second).isNotEqualTo(first);
        assertThat(documents()).isZero();
    }

    @Test
    void shouldLetNobodyElseCreateMeanwhile() {
        // given
        Disposable slow = creations
                .alone(
                        request("k"),
                        real.ids().next(),
                        new Creation<>(() -> new byte[0], id -> Mono.never(), this::found, notes::ruleOut))
                .subscribe();
        await().atMost(WITHIN).until(() -> documents() == 1);

        // then
        assertRefused(
                IdempotencyRefusal.StillRunning.class, () -> alone(creation()).block(WITHIN));

        // when
        clock.add(IdempotentCreations.LEASE);

        // then what stands still has no chance any more
        assertThat(alone(creation()).block(WITHIN)).isNotNull();
        slow.dispose();
        assertThat(count()).isEqualTo(1);
    }

    private Mono<String> alone(Creation<String> creation) {
        return creations.alone(request("k"), real.ids().next(), creation);
    }

    private Mono<String> create(String key, String content) {
        return run(request(key), content, creation());
    }

    private Mono<String> createWith(Mono<String> create) {
        return createWith(real.ids().next(), create);
    }

    private Mono<String> createWith(String newId, Mono<String> create) {
        return creations.create(
                request("k"),
                newId,
                new Creation<>(() -> "text".getBytes(UTF_8), id -> create, this::found, notes::ruleOut));
    }

    private Mono<String> run(KeyedRequest request, String content, Creation<String> creation) {
        return creations.create(
                request,
                real.ids().next(),
                new Creation<>(
                        () -> content.getBytes(UTF_8), creation.create(), creation.rebuild(), creation.ruleOut()));
    }

    private Creation<String> creation() {
        return new Creation<>(() -> new byte[0], this::note, this::found, notes::ruleOut);
    }

    private KeyedRequest request(String key) {
        return new KeyedRequest(caller, "notes", key == null ? null : new IdempotencyKey(key));
    }

    private Mono<String> note(String id) {
        return notes.create(id, new Note(subjectId)).thenReturn(id);
    }

    private Mono<String> found(String id) {
        return notes.find(id).map(note -> id);
    }

    private boolean isKnown(String key) {
        return Boolean.TRUE.equals(creations.isKnown(request(key)).block(WITHIN));
    }

    private long count() {
        return notes.count(subjectId).block(WITHIN);
    }

    private static long documents() {
        return real.mongo().count(new Query(), KeyDocuments.COLLECTION).block(WITHIN);
    }

    private static void assertRefused(Class<? extends Refusal> refusal, ThrowingCallable request) {
        assertThatThrownBy(request)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isInstanceOf(refusal));
    }

    /** The smallest aggregate. */
    record Note(String subjectId) {}
}
