package org.healthpassport.standalone.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StartProgressTest {
    private static final Duration OFTEN = Duration.ofMillis(20);

    private final Queue<String> printed = new ConcurrentLinkedQueue<>();

    @Test
    void shouldRepeatWhatAStartWaitsForUntilThatIsDone() {
        try (StartProgress progress = new StartProgress(printed::add, OFTEN)) {
            // when
            progress.waitingFor("api-service", "it waits for MongoDB to be prepared");
            progress.waitingFor("qr-worker", "it is starting");
            await().until(() -> printed.size() > 3);

            // then
            assertThat(printed)
                    .contains(
                            "Still waiting for api-service: it waits for MongoDB to be prepared (0 s)",
                            "Still waiting for qr-worker: it is starting (0 s)");
            progress.done("api-service");
            progress.done("qr-worker");
            await().during(OFTEN.multipliedBy(10)).until(() -> {
                boolean silent = printed.isEmpty();
                printed.clear();
                return silent;
            });
        }
    }
}
