package org.healthpassport.api.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ValidationThreadsTest {
    @Test
    void shouldHaveRoomForDeepRecursion() {
        try (ValidationThreads threads = new ValidationThreads(1)) {
            assertThat(threads.begin(() -> depth(20_000)).join()).isEqualTo(20_000);
        }
    }

    @Test
    void shouldLetWorkEndWhenClosed() throws Exception {
        // given
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ValidationThreads threads = new ValidationThreads(1);
        CompletableFuture<String> work = threads.begin(() -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException interrupted) {
                return "interrupted";
            }
            return "done";
        });
        begun.await();

        // when
        threads.close();
        end.countDown();

        // then
        assertThat(work.join()).isEqualTo("done");
    }

    private static int depth(int left) {
        return left == 0 ? 0 : 1 + depth(left - 1);
    }
}
