package org.healthpassport.api.identity.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class UnawaitedMailsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final UnawaitedMails unawaited = new UnawaitedMails();

    @Test
    void shouldBeginSoManyAtOnceAndWaitForNone() {
        // given
        Sinks.Empty<Void> end = Sinks.empty();

        // when
        for (int i = 0; i < 100; i++) {
            assertThat(begin(end.asMono())).isTrue();
        }

        // then
        assertThat(begin(Mono.empty())).isFalse();
        end.tryEmitEmpty();
        await().atMost(PATIENCE).until(() -> begin(Mono.empty()));
    }

    @Test
    void shouldGoOnAfterFailures() {
        for (int i = 0; i < 300; i++) {
            // Nearly every one begins at once, and a look at once saves a tenth of a second each time.
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .until(() -> begin(Mono.error(new IllegalStateException("Expected"))));
        }
    }

    private Boolean begin(Mono<Void> work) {
        return unawaited.begin(work).block(PATIENCE);
    }
}
