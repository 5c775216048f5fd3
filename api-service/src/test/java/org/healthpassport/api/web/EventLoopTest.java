package org.healthpassport.api.web;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.healthpassport.api.ApiUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.blockhound.BlockingOperationError;

/** Proves that a blocked event loop would fail the tests that share the service. */
class EventLoopTest {
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
}
