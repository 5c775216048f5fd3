package org.healthpassport.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class OneAtATimeTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final OneAtATime turns = new OneAtATime("creations", time);

    @Test
    void shouldNotExceedABoundThatIsCountedBeforeTheWrite() {
        // given
        OneAtATime real = new OneAtATime("creations");
        AtomicInteger stored = new AtomicInteger();
        Mono<Boolean> creation = later(Mono.fromCallable(stored::get))
                .filter(count -> count < 20)
                .flatMap(count -> later(Mono.fromCallable(stored::incrementAndGet)))
                .hasElement();

        // when
        List<Boolean> created = Objects.requireNonNull(Flux.range(0, 60)
                .flatMap(
                        number ->
                                Mono.defer(() -> real.on("patient", creation)).subscribeOn(Schedulers.boundedElastic()),
                        60)
                .collectList()
                .block(WITHIN));

        // then
        assertThat(created).filteredOn(one -> one).hasSize(20);
        assertThat(stored).hasValue(20);
        assertThat(real.things()).isZero();
    }

    @Test
    void shouldNotLetOneThingWaitForAnother() {
        // given
        turns.on("patient", Mono.never()).subscribe();

        // when
        String other = turns.on("another", Mono.just("done")).block(WITHIN);

        // then
        assertThat(other).isEqualTo("done");
    }

    @Test
    void shouldRefuseTheOneForWhomThereIsNoRoomAndThoseWhoWaitForTooLong() {
        // given
        turns.on("patient", Mono.never()).subscribe();
        List<Throwable> refused = new ArrayList<>();
        IntStream.range(0, 64)
                .forEach(number -> turns.on("patient", Mono.just("done")).subscribe(done -> {}, refused::add));

        // when, then
        assertTooMany(turns.on("patient", Mono.just("done")));
        assertThat(refused).isEmpty();

        // when
        time.advanceTimeBy(Duration.ofSeconds(5));

        // then
        assertThat(refused)
                .hasSize(64)
                .allSatisfy(failure -> assertThat(
                                ((ProblemException) failure).problem().type())
                        .isEqualTo(ProblemType.TOO_MANY_REQUESTS));
    }

    @Test
    void shouldKeepTheTurnOfACallerWhoLeavesUntilTheWriteHasEnded() {
        // given
        Sinks.One<String> write = Sinks.one();
        AtomicInteger begun = new AtomicInteger();
        Disposable leaving = turns.on("patient", write.asMono()).subscribe();
        turns.on("patient", Mono.fromCallable(begun::incrementAndGet)).subscribe();

        // when
        leaving.dispose();
        time.advanceTimeBy(Duration.ofSeconds(1));

        // then
        assertThat(begun).hasValue(0);

        // when
        write.tryEmitValue("done");
        time.advanceTimeBy(Duration.ofSeconds(1));

        // then
        assertThat(begun).hasValue(1);
        assertThat(turns.things()).isZero();
    }

    @Test
    void shouldNotBeginTheWorkOfACallerWhoLeftTheQueue() {
        // given
        Sinks.One<String> first = Sinks.one();
        AtomicInteger begun = new AtomicInteger();
        turns.on("patient", first.asMono()).subscribe();
        Disposable waiting =
                turns.on("patient", Mono.fromCallable(begun::incrementAndGet)).subscribe();

        // when
        waiting.dispose();
        first.tryEmitValue("done");
        time.advanceTimeBy(Duration.ofSeconds(1));

        // then
        assertThat(begun).hasValue(0);
        assertThat(turns.things()).isZero();
    }

    @Test
    void shouldGiveTheTurnBackAfterAFailureAndPassItOn() {
        // when, then
        assertThatThrownBy(() -> turns.on("patient", Mono.error(new IllegalStateException("failed")))
                        .block(WITHIN))
                .hasMessage("failed")
                .isInstanceOf(IllegalStateException.class);
        assertThat(turns.things()).isZero();
    }

    @Test
    void shouldRunTheWorkInTheContextOfItsCaller() {
        // when
        String name = turns.on("patient", Mono.deferContextual(context -> Mono.just(context.<String>get("name"))))
                .contextWrite(context -> context.put("name", "ada"))
                .block(WITHIN);

        // then
        assertThat(name).isEqualTo("ada");
    }

    private static <T> Mono<T> later(Mono<T> step) {
        return Mono.delay(Duration.ofMillis(2)).then(step);
    }

    private void assertTooMany(Mono<String> work) {
        assertThatThrownBy(() -> work.block(WITHIN)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
            assertThat(refused.problem().detail())
                    .isEqualTo("Too many creations: 1 can run at the same time, and 64 more can wait. "
                            + "Please wait for some of them, then try again.");
        });
    }
}
