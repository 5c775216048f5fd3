package org.healthpassport.api.sharing.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
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

class WorkQueuesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final WorkQueues queues = new WorkQueues(1, 100, WorkQueuesTest::tooMany);

    @Test
    void shouldRunOneAfterTheOther() {
        // given
        AtomicInteger running = new AtomicInteger();
        Mono<Integer> work = Mono.fromSupplier(running::incrementAndGet)
                .delayElement(Duration.ofMillis(1), Schedulers.parallel())
                .doOnNext(alone -> running.decrementAndGet());

        // when
        List<Integer> seen = Flux.range(0, 100)
                .flatMap(i -> queues.inTurn("link", work).subscribeOn(Schedulers.parallel()), 100)
                .collectList()
                .block(PATIENCE);

        // then
        assertThat(seen).hasSize(100).containsOnly(1);
    }

    @Test
    void shouldNotLetDifferentThingsWaitForOneAnother() {
        // given
        queues.inTurn("one", Mono.never()).subscribe();

        // then
        assertThat(queues.inTurn("other", Mono.just("done")).block(PATIENCE)).isEqualTo("done");
    }

    @Test
    void shouldKeepTheOrderAndPassOnTurnsOfThoseWhoFailedOrLeft() {
        // given
        List<Integer> order = new ArrayList<>();
        Sinks.Empty<Void> first = Sinks.empty();
        queues.inTurn("link", first.asMono()).subscribe();
        List<Disposable> waiting = IntStream.range(0, 5)
                .mapToObj(i -> queues.inTurn(
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
        assertThat(queues.inTurn("link", Mono.just("free")).block(PATIENCE)).isEqualTo("free");
    }

    @Test
    void shouldPassOnTheTurnOfWhoLeavesInTheMiddle() {
        // given
        Disposable first = queues.inTurn("link", Mono.never()).subscribe();
        Mono<String> second = queues.inTurn("link", Mono.just("second")).cache();
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
        WorkQueues few = new WorkQueues(1, 1, WorkQueuesTest::tooMany);
        Disposable first = few.inTurn("link", Mono.never()).subscribe();
        few.inTurn("link", Mono.never()).subscribe();

        // when, then
        assertThatThrownBy(() -> few.inTurn("link", Mono.just(1)).block(PATIENCE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS));
        first.dispose();
        assertThatThrownBy(() -> few.inTurn("link", Mono.just(1)).block(Duration.ofMillis(50)))
                .hasMessageContaining("Timeout");
    }

    @Test
    void shouldNotKeepTurnsOfThoseWhoLeaveAsTheyCome() {
        for (int round = 0; round < 5_000; round++) {
            // given
            String thing = "link " + round;
            Sinks.Empty<Void> first = Sinks.empty();
            queues.inTurn(thing, first.asMono()).subscribe();
            BaseSubscriber<String> leaving = new BaseSubscriber<>() {};

            // when
            Mono<Void> comes = Mono.fromRunnable(
                    () -> queues.inTurn(thing, Mono.<String>never()).subscribe(leaving));
            Mono<Void> goes = Mono.fromRunnable(leaving::cancel);
            Mono<Void> passesOn = Mono.fromRunnable(first::tryEmitEmpty);
            Mono.when(atOnce(comes), atOnce(goes), atOnce(passesOn)).block(PATIENCE);

            // then
            assertThat(queues.inTurn(thing, Mono.just("free")).block(PATIENCE)).isEqualTo("free");
        }
    }

    @Test
    void shouldRunAsManyAtOnceAsItIsTold() {
        // given
        WorkQueues two = new WorkQueues(2, 100, WorkQueuesTest::tooMany);
        AtomicInteger running = new AtomicInteger();
        Mono<Integer> work = Mono.fromSupplier(running::incrementAndGet)
                .delayElement(Duration.ofMillis(5), Schedulers.parallel())
                .doOnNext(counted -> running.decrementAndGet());

        // when
        List<Integer> seen = Flux.range(0, 50)
                .flatMap(i -> two.inTurn("files", work), 50)
                .collectList()
                .block(PATIENCE);

        // then
        assertThat(seen).hasSize(50).containsOnly(1, 2);
    }

    @Test
    void shouldForgetAThingOnceNobodyWorksOnIt() {
        // given
        List<WeakReference<String>> things = IntStream.range(0, 3)
                .mapToObj(i -> {
                    String thing = "thing " + i;
                    queues.inTurn(thing, Mono.just("done")).block(PATIENCE);
                    Disposable first = queues.inTurn(thing, Mono.never()).subscribe();
                    Disposable waiting = queues.inTurn(thing, Mono.never()).subscribe();
                    first.dispose();
                    waiting.dispose();
                    return new WeakReference<>(thing);
                })
                .toList();

        // then
        await().atMost(PATIENCE).until(() -> {
            System.gc();
            return things.stream().allMatch(thing -> thing.refersTo(null));
        });
        Reference.reachabilityFence(queues);
    }

    private static Problem tooMany() {
        return Problem.of(ProblemType.TOO_MANY_REQUESTS, "Too many do this at the same time.");
    }

    private static Mono<Void> atOnce(Mono<Void> step) {
        return step.subscribeOn(Schedulers.parallel());
    }
}
