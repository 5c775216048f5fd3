package org.healthpassport.api.sharing.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class TurnsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Turns turns = new Turns(1, 100, TurnsTest::tooMany);

    @Test
    void shouldRunOneAfterTheOther() {
        // given
        AtomicInteger running = new AtomicInteger();
        Mono<Integer> work = Mono.fromSupplier(running::incrementAndGet)
                .delayElement(Duration.ofMillis(1), Schedulers.parallel())
                .doOnNext(alone -> running.decrementAndGet());

        // when
        List<Integer> seen = Flux.range(0, 100)
                .flatMap(i -> turns.take("link", work).subscribeOn(Schedulers.parallel()), 100)
                .collectList()
                .block(PATIENCE);

        // then
        assertThat(seen).hasSize(100).containsOnly(1);
    }

    @Test
    void shouldNotLetDifferentThingsWaitForOneAnother() {
        // given
        turns.take("one", Mono.never()).subscribe();

        // then
        assertThat(turns.take("other", Mono.just("done")).block(PATIENCE)).isEqualTo("done");
    }

    @Test
    void shouldKeepTheOrderAndPassOnTurnsOfThoseWhoFailedOrLeft() {
        // given
        List<Integer> order = new ArrayList<>();
        Sinks.Empty<Void> first = Sinks.empty();
        turns.take("link", first.asMono()).subscribe();
        List<Disposable> waiting = IntStream.range(0, 5)
                .mapToObj(i -> turns.take(
                                "link",
                                Mono.fromRunnable(() -> order.add(i))
                                        .then(i == 1 ? Mono.error(new IllegalStateException("failed")) : Mono.empty()))
                        .onErrorComplete()
                        .subscribe())
                .toList();

        // when
        waiting.get(3).dispose();
        first.tryEmitEmpty();

        // then
        assertThat(order).containsExactly(0, 1, 2, 4);
        assertThat(turns.take("link", Mono.just("free")).block(PATIENCE)).isEqualTo("free");
    }

    @Test
    void shouldPassOnTheTurnOfWhoLeavesInTheMiddle() {
        // given
        Disposable first = turns.take("link", Mono.never()).subscribe();
        Mono<String> second = turns.take("link", Mono.just("second")).cache();
        Disposable waiting = second.subscribe();

        // when
        first.dispose();

        // then
        assertThat(second.block(PATIENCE)).isEqualTo("second");
        assertThat(waiting.isDisposed()).isTrue();
    }

    @Test
    void shouldRefuseWhoWouldWaitBehindTooMany() {
        // given
        Turns few = new Turns(1, 1, TurnsTest::tooMany);
        Disposable first = few.take("link", Mono.never()).subscribe();
        few.take("link", Mono.never()).subscribe();

        // when, then
        assertThatThrownBy(() -> few.take("link", Mono.just(1)).block(PATIENCE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS));
        first.dispose();
        assertThatThrownBy(() -> few.take("link", Mono.just(1)).block(Duration.ofMillis(50)))
                .hasMessageContaining("Timeout");
    }

    @Test
    void shouldNotKeepTurnsOfThoseWhoLeaveAsTheyCome() {
        for (int round = 0; round < 5_000; round++) {
            // given
            String thing = "link " + round;
            Sinks.Empty<Void> first = Sinks.empty();
            turns.take(thing, first.asMono()).subscribe();
            BaseSubscriber<String> leaving = new BaseSubscriber<>() {};

            // when
            Mono<Void> comes = Mono.fromRunnable(
                    () -> turns.take(thing, Mono.<String>never()).subscribe(leaving));
            Mono<Void> goes = Mono.fromRunnable(leaving::cancel);
            Mono<Void> passesOn = Mono.fromRunnable(first::tryEmitEmpty);
            Mono.when(atOnce(comes), atOnce(goes), atOnce(passesOn)).block(PATIENCE);

            // then
            assertThat(turns.take(thing, Mono.just("free")).block(PATIENCE)).isEqualTo("free");
        }
        assertThat(turns.isIdle()).isTrue();
    }

    @Test
    void shouldRunAsManyAtOnceAsItIsTold() {
        // given
        Turns two = new Turns(2, 100, TurnsTest::tooMany);
        AtomicInteger running = new AtomicInteger();
        Mono<Integer> work = Mono.fromSupplier(running::incrementAndGet)
                .delayElement(Duration.ofMillis(5), Schedulers.parallel())
                .doOnNext(counted -> running.decrementAndGet());

        // when
        List<Integer> seen = Flux.range(0, 50)
                .flatMap(i -> two.take("files", work), 50)
                .collectList()
                .block(PATIENCE);

        // then
        assertThat(seen).hasSize(50).containsOnly(1, 2);
        assertThat(two.isIdle()).isTrue();
    }

    private static Problem tooMany() {
        return Problem.of(ProblemType.TOO_MANY_REQUESTS, "Too many do this at the same time.");
    }

    private static Mono<Void> atOnce(Mono<Void> step) {
        return step.subscribeOn(Schedulers.parallel());
    }
}
