package org.healthpassport.api.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;

@Timeout(60)
class LoadedOnceTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final ValidationThreads threads = new ValidationThreads(1);
    private final AtomicInteger loads = new AtomicInteger();
    private final CountDownLatch loaded = new CountDownLatch(1);

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void shouldLoadOnceForAllWhoWait() {
        // given
        LoadedOnce<String> once = new LoadedOnce<>(this::load, threads);
        CompletableFuture<String> first = once.get().toFuture();
        CompletableFuture<String> second = once.get().toFuture();
        assertThat(first).isNotDone();

        // when
        loaded.countDown();

        // then
        assertThat(first.join()).isEqualTo("load 1");
        assertThat(second.join()).isEqualTo("load 1");
        assertThat(once.get().block(SOON)).isEqualTo("load 1");
        assertThat(loads).hasValue(1);
    }

    @Test
    void shouldGoOnLoadingWhenWhoeverWaitedLeaves() {
        // given
        LoadedOnce<String> once = new LoadedOnce<>(this::load, threads);
        Disposable waiting = once.get().subscribe();

        // when
        waiting.dispose();
        loaded.countDown();

        // then
        assertThat(once.get().block(SOON)).isEqualTo("load 1");
    }

    @Test
    void shouldTryAgainAfterAFailure() {
        // given
        LoadedOnce<String> once = new LoadedOnce<>(
                () -> {
                    if (loads.incrementAndGet() == 1) {
                        throw new OutOfMemoryError("for the test");
                    }
                    return "loaded";
                },
                threads);
        assertThatThrownBy(() -> once.get().block(SOON))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseInstanceOf(OutOfMemoryError.class);

        // when
        String second = once.get().block(SOON);

        // then
        assertThat(second).isEqualTo("loaded");
    }

    private String load() {
        try {
            loaded.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return "load " + loads.incrementAndGet();
    }
}
