package org.healthpassport.aggregates.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.healthpassport.vault.key.SealBroken;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class LeftoverSweepTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    private final List<Instant> asked = new ArrayList<>();
    private final List<String> confirmed = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();

    @Test
    void shouldConfirmRemoveAndLeaveByFate() {
        // when
        sweep("counts", "lost", "open", "unreadable", "lost too").sweep().block(WITHIN);

        // then
        assertThat(asked).containsExactly(NOW.minusSeconds(60));
        assertThat(confirmed).containsExactly("counts");
        assertThat(removed).containsExactly("lost", "lost too");
    }

    @Test
    void shouldNotTouchALeftoverWhoseFateCannotBeAsked() {
        // when, then
        assertThatThrownBy(() -> sweep("lost", "store is away").sweep().block(WITHIN))
                .hasMessage("away");
        assertThat(removed).isEmpty();
    }

    @Test
    void shouldSweepAnyNumber() {
        // given
        String[] many = IntStream.range(0, 250).mapToObj(i -> "lost " + i).toArray(String[]::new);

        // when
        sweep(many).sweep().block(WITHIN);

        // then
        assertThat(removed).containsExactly(many);
        assertThat(confirmed).isEmpty();
    }

    private LeftoverSweep<String> sweep(String... leftovers) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new LeftoverSweep<>("the leftovers", Duration.ofSeconds(10), Duration.ofSeconds(60), clock) {
            @Override
            protected Flux<String> olderThan(Instant time) {
                asked.add(time);
                return Flux.fromArray(leftovers);
            }

            @Override
            protected Mono<LeftoverFate> fateOf(String leftover) {
                return switch (leftover.split(" ")[0]) {
                    case "counts" -> Mono.just(LeftoverFate.CONFIRMED);
                    case "lost" -> Mono.just(LeftoverFate.REMOVABLE);
                    case "open" -> Mono.just(LeftoverFate.OPEN);
                    case "unreadable" -> Mono.error(new SealBroken("unreadable"));
                    default -> Mono.error(new IllegalStateException("away"));
                };
            }

            @Override
            protected Mono<Void> confirm(List<String> some) {
                return Mono.fromRunnable(() -> confirmed.addAll(some));
            }

            @Override
            protected Mono<Void> remove(List<String> some) {
                return Mono.fromRunnable(() -> removed.addAll(some));
            }
        };
    }
}
