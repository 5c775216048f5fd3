package org.healthpassport.api.identity.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.threeten.extra.MutableClock;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Two instances are two throttles on one store, and a restart is a new one. */
class GuessThrottleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RIGHT = "right";
    private static final String WRONG = "wrong";
    private static final String WAIT = "wait";
    private static final Predicate<Throwable> IS_WRONG = IllegalArgumentException.class::isInstance;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final MutableClock clock = MutableClock.of(Instant.parse("2026-11-29T12:00:00Z"), ZoneOffset.UTC);
    private final GuessThrottle throttle = newInstance();
    private final String account = UUID.randomUUID().toString();
    private final String home = UUID.randomUUID().toString();

    @Test
    void shouldKeepTheCountOverARestartAndShareIt() {
        // given
        assertThat(times(5, () -> guess(throttle, home, WRONG))).containsOnly(WRONG);

        // when
        GuessThrottle another = newInstance();

        // then
        assertThat(times(5, () -> guess(another, home, WRONG))).containsOnly(WRONG);
        assertThat(guess(another, home, RIGHT)).isEqualTo(WAIT);
        assertThat(guess(throttle, home, RIGHT)).isEqualTo(WAIT);
        clock.add(Duration.ofSeconds(1));
        assertThat(guess(newInstance(), home, RIGHT)).isEqualTo(RIGHT);
        assertThat(times(9, () -> guess(throttle, home, WRONG)))
                .as("the pair begins anew, the address does not")
                .contains(WAIT);
    }

    @Test
    void shouldNotLengthenTheWaitOfThoseWhoAsk() {
        // given
        times(10, () -> guess(throttle, home, WRONG));

        // when
        assertThat(times(20, () -> guess(throttle, home, WRONG))).containsOnly(WAIT);
        clock.add(Duration.ofSeconds(1));

        // then
        assertThat(guess(throttle, home, WRONG)).isEqualTo(WRONG);
        clock.add(Duration.ofSeconds(1));
        assertThat(guess(throttle, home, WRONG)).isEqualTo(WAIT);
        clock.add(Duration.ofSeconds(1));
        assertThat(guess(throttle, home, WRONG)).isEqualTo(WRONG);
    }

    @Test
    void shouldLetTheOwnerInWhileTheAccountIsAttackedFromManyAddresses() {
        // given
        assertThat(guess(throttle, home, RIGHT)).isEqualTo(RIGHT);

        // when
        List<String> attack = IntStream.range(0, 50)
                .mapToObj(i -> guess(throttle, home + i, WRONG))
                .toList();

        // then
        assertThat(attack.subList(0, 10)).containsOnly(WRONG);
        assertThat(attack.subList(10, 50)).containsOnly(WAIT);
        assertThat(guess(throttle, "a stranger of " + account, RIGHT)).isEqualTo(WAIT);
        assertThat(guess(newInstance(), home, RIGHT)).isEqualTo(RIGHT);
        // and the wrong ones of the owner's address are slowed down by themselves
        assertThat(times(11, () -> guess(throttle, home, WRONG))).endsWith(WAIT);
    }

    @Test
    void shouldKnowAnAddressForNinetyDays() {
        // given
        guess(throttle, home, RIGHT);
        clock.add(Duration.ofDays(89));
        IntStream.range(0, 10).forEach(i -> guess(throttle, home + i, WRONG));
        assertThat(guess(throttle, home, WRONG)).as("known").isEqualTo(WRONG);

        // when
        clock.add(Duration.ofDays(1));
        IntStream.range(0, 10).forEach(i -> guess(throttle, home + i, WRONG));

        // then
        assertThat(guess(throttle, home, RIGHT)).as("a stranger again").isEqualTo(WAIT);
    }

    @Test
    void shouldRememberTheNewestAddressesOnly() {
        // given
        guess(throttle, home, RIGHT);
        IntStream.range(0, 20).forEach(i -> guess(throttle, "place " + i + account, RIGHT));

        // when
        IntStream.range(0, 10).forEach(i -> guess(throttle, home + i, WRONG));

        // then
        assertThat(guess(throttle, "place 0" + account, RIGHT)).isEqualTo(RIGHT);
        assertThat(guess(throttle, home, RIGHT)).isEqualTo(WAIT);
    }

    @Test
    void shouldForgetEverythingOnceTheOwnerHasANewPassword() {
        // given
        IntStream.range(0, 10).forEach(i -> guess(throttle, home + i, WRONG));
        IntStream.range(0, 10).forEach(i -> guess(throttle, "pair of " + account, WRONG));
        assertThat(guess(throttle, home, RIGHT)).isEqualTo(WAIT);

        // when
        throttle.forgive(new Guess.Login(account, home)).block(PATIENCE);

        // then
        assertThat(guess(throttle, home, RIGHT)).isEqualTo(RIGHT);
        assertThat(guess(throttle, home + 1, RIGHT)).isEqualTo(RIGHT);
    }

    @Test
    void shouldSlowDownWhoTriesManyAccounts() {
        // given
        assertThat(IntStream.range(0, 10).mapToObj(i -> guess(throttle, new Guess.Login(account + i, home), WRONG)))
                .containsOnly(WRONG);

        // then
        assertThat(guess(newInstance(), new Guess.Login(account + "x", home), RIGHT))
                .isEqualTo(WAIT);
        clock.add(Duration.ofMinutes(1));
        assertThat(guess(newInstance(), new Guess.Login(account + "x", home), RIGHT))
                .isEqualTo(RIGHT);
    }

    @Test
    void shouldLetNoMoreThroughThanTheLimitHoweverManyTryAtOnce() {
        // given
        AtomicInteger verified = new AtomicInteger();
        Mono<String> slow = Mono.delay(Duration.ofMillis(50)).then(Mono.defer(() -> {
            verified.incrementAndGet();
            return Mono.error(new IllegalArgumentException());
        }));

        // when
        List<String> answers = Flux.range(0, 200)
                .flatMap(
                        i -> throttle.attempt(new Guess.Login(account, home), IS_WRONG, wait -> Mono.just(WAIT), slow)
                                .onErrorReturn(IS_WRONG, WRONG)
                                .subscribeOn(Schedulers.parallel()),
                        200)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();

        // then
        assertThat(verified.get()).isEqualTo(10);
        assertThat(answers).filteredOn(WAIT::equals).hasSize(190);
    }

    @Test
    void shouldNotCountWhatFailsForAnotherReason() {
        // when
        for (int i = 0; i < 20; i++) {
            assertThat(throttle.attempt(
                                    new Guess.Login(account, home),
                                    IS_WRONG,
                                    wait -> Mono.just(WAIT),
                                    Mono.<String>error(new IllegalStateException()))
                            .onErrorReturn(WRONG)
                            .block(PATIENCE))
                    .isEqualTo(WRONG);
        }

        // then
        assertThat(guess(throttle, home, RIGHT)).isEqualTo(RIGHT);
    }

    @Test
    void shouldCountOwnersWhoAreSignedInByThemselves() {
        // given
        assertThat(times(10, () -> guess(throttle, new Guess.StepUp(account), WRONG)))
                .containsOnly(WRONG);

        // then
        assertThat(guess(newInstance(), new Guess.StepUp(account), RIGHT)).isEqualTo(WAIT);
        assertThat(guess(throttle, home, RIGHT)).as("a login").isEqualTo(RIGHT);
        clock.add(Duration.ofSeconds(1));
        assertThat(guess(throttle, new Guess.StepUp(account), RIGHT)).isEqualTo(RIGHT);
        assertThat(times(10, () -> guess(throttle, new Guess.StepUp(account), WRONG)))
                .containsOnly(WRONG);
    }

    @Test
    void shouldKeepNoNamesAndRemoveWhatIsForgotten() {
        // given
        guess(throttle, home, RIGHT);
        guess(throttle, home, WRONG);
        List<Document> stored = stored();
        assertThat(stored.toString()).doesNotContain(account, home);
        FailureDocuments documents = api.bean(FailureDocuments.class);
        int before = stored.size();

        // when
        clock.add(Duration.ofMinutes(12));
        documents.removeForgotten(clock.instant()).block(PATIENCE);

        // then the pair and the address are forgotten, and the known address is kept
        assertThat(stored()).hasSizeLessThanOrEqualTo(before - 2);
        IntStream.range(0, 10).forEach(i -> guess(throttle, home + i, WRONG));
        assertThat(guess(throttle, home, RIGHT)).isEqualTo(RIGHT);
    }

    private GuessThrottle newInstance() {
        return new GuessThrottle(api.bean(FailureDocuments.class), clock);
    }

    private String guess(GuessThrottle instance, String address, String what) {
        return guess(instance, new Guess.Login(account, address), what);
    }

    private static String guess(GuessThrottle instance, Guess guess, String what) {
        Mono<String> attempt =
                Mono.defer(() -> what.equals(RIGHT) ? Mono.just(RIGHT) : Mono.error(new IllegalArgumentException()));
        return instance.attempt(guess, IS_WRONG, wait -> Mono.just(WAIT), attempt)
                .onErrorReturn(IS_WRONG, WRONG)
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private static List<String> times(int count, Supplier<String> what) {
        return IntStream.range(0, count).mapToObj(i -> what.get()).toList();
    }

    private static List<Document> stored() {
        return api.bean(ReactiveMongoTemplate.class)
                .findAll(Document.class, FailureDocuments.COLLECTION)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }
}
