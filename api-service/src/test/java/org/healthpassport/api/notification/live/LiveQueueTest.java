package org.healthpassport.api.notification.live;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class LiveQueueTest {
    private static final FeedItem ITEM = new FeedItem.Mark(new EventPosition(Map.of()));

    private final LiveQueue queue = new LiveQueue(new Interests(new Caller("account-1", Role.PATIENT, "patient-1")));

    @Test
    void shouldCutAClientThatTakesNothing() {
        // given
        AtomicBoolean cut = new AtomicBoolean();
        queue.overflow().doOnTerminate(() -> cut.set(true)).subscribe();

        // when
        for (int i = 0; i < 10_000; i++) {
            queue.offer(ITEM);
        }

        // then
        await().atMost(Duration.ofSeconds(30)).untilTrue(cut);
    }

    @Test
    void shouldGiveEverythingInItsOrderToAClientThatIsFastEnough() {
        StepVerifier.create(queue.items().take(100_000))
                .then(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        queue.offer(ITEM);
                    }
                })
                .expectNextCount(100_000)
                .expectComplete()
                .verify(Duration.ofSeconds(30));
    }
}
