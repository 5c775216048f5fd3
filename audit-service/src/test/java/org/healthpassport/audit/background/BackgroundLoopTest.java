package org.healthpassport.audit.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class BackgroundLoopTest {

    @Test
    void shouldGoOnAfterErrorsOfAnyKind() {
        // given
        AtomicInteger steps = new AtomicInteger();
        BackgroundLoop repeated = new BackgroundLoop("repeated-test", Duration.ofMillis(1), () -> {
            if (steps.incrementAndGet() < 3) {
                throw new StackOverflowError();
            }
            return false;
        });
        BackgroundHealth health = new BackgroundHealth(List.of(repeated));
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);

        // when
        repeated.start();

        // then
        try {
            await().until(() -> steps.get() > 5);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        } finally {
            repeated.stop();
        }
        assertThat(health.health().getDetails()).containsEntry("stopped", List.of("repeated-test"));
    }
}
