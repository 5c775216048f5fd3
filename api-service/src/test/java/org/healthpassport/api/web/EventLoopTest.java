package org.healthpassport.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.healthpassport.api.ApiUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.blockhound.BlockingOperationError;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpResources;

/** Proves that a blocked event loop would fail the tests that share the service. */
class EventLoopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void shouldNoticeWhoBlocksEventLoop() {
        // given
        FutureTask<String> blocking = new FutureTask<>(() -> {
            Thread.sleep(1);
            return "blocked";
        });

        // when
        new Thread(blocking, "reactor-http-test").start();

        // then
        assertThatThrownBy(() -> blocking.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(BlockingOperationError.class);
    }

    @Test
    void shouldNoticeWhoBlocksAnEventLoopOfTheServer() {
        // given
        ReentrantLock held = new ReentrantLock();
        held.lock();

        // then
        assertThat(failureOnEventLoop(() -> {
                    Thread.sleep(1);
                    return "slept";
                }))
                .isInstanceOf(BlockingOperationError.class);
        assertThat(failureOnEventLoop(() -> held.tryLock(1, TimeUnit.MILLISECONDS)))
                .isInstanceOf(BlockingOperationError.class);
        assertThat(failureOnEventLoop(() -> Mono.delay(Duration.ofMillis(1)).block()))
                .isInstanceOf(IllegalStateException.class);
    }

    /** The two calls that {@link ApiUnderTest} allows. */
    @Test
    void shouldAllowRandomNumbersAndLinesOfTheLog() {
        // given
        Logger logger = LoggerFactory.getLogger("org.healthpassport.EventLoopTest");

        // then
        assertThat(failureOnEventLoop(() -> new SecureRandom().nextInt())).isNull();
        assertThat(IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(writer -> failureOnEventLoop(() -> {
                            for (int line = 0; line < 20; line++) {
                                logger.info("Line {} of writer {}", line, writer);
                            }
                            return "logged";
                        })))
                .containsOnlyNulls();
    }

    /** Runs it where the service handles its requests. */
    private static Throwable failureOnEventLoop(Callable<?> work) {
        return Exceptions.unwrap(catchThrowable(() -> Mono.create(sink -> HttpResources.get()
                        .onServer(true)
                        .next()
                        .execute(() -> {
                            try {
                                assertThat(Thread.currentThread().getName()).startsWith("reactor-http");
                                sink.success(String.valueOf(work.call()));
                            } catch (Throwable failure) {
                                sink.error(failure);
                            }
                        }))
                .block(PATIENCE)));
    }
}
