package org.healthpassport.aggregates.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class SweepSchedulerTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);

    @Test
    void shouldGoOnAfterATurnThatFailed() {
        // given
        AtomicInteger failing = new AtomicInteger();
        AtomicInteger throwing = new AtomicInteger();
        SweepScheduler sweeps = new SweepScheduler(List.of(
                sweep(() -> Mono.error(new IllegalStateException("turn " + failing.incrementAndGet()))), sweep(() -> {
                    throw new IllegalStateException("turn " + throwing.incrementAndGet());
                })));

        // when
        sweeps.start();

        // then
        await().atMost(WITHIN).until(() -> failing.get() > 2 && throwing.get() > 2);
        sweeps.stop();
        assertThat(sweeps.isRunning()).isFalse();
    }

    @Test
    void shouldLetOneThatHangsHoldUpNoOther() {
        // given
        AtomicInteger hanging = new AtomicInteger();
        AtomicInteger turns = new AtomicInteger();
        SweepScheduler sweeps = new SweepScheduler(List.of(
                sweep(() -> {
                    hanging.incrementAndGet();
                    return Mono.never();
                }),
                sweep(() -> Mono.fromRunnable(turns::incrementAndGet))));

        // when
        sweeps.start();

        // then
        await().atMost(WITHIN).until(() -> turns.get() > 10);
        sweeps.stop();
        assertThat(hanging).hasValue(1);
    }

    private static Sweep sweep(Supplier<Mono<Void>> turn) {
        return new Sweep() {
            @Override
            public String what() {
                return "What is tested here";
            }

            @Override
            public Duration every() {
                return Duration.ofMillis(5);
            }

            @Override
            public Mono<Void> sweep() {
                return turn.get();
            }
        };
    }
}
