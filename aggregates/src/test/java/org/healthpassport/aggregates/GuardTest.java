package org.healthpassport.aggregates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Reads that overlap with changes; {@link GuardedAggregatesTest} has guards on the real store. */
class GuardTest {
    private static final AggregateKind<String> KIND = new AggregateKind<String>(
                    "passes", "PASS", String.class, state -> state, Set.of(), Set.of(), state -> Map.of())
            .withGuard();

    private static final Instant CREATED = Instant.parse("2026-11-30T10:00:00Z");

    private final AtomicReference<Mono<StoredAggregate>> again = new AtomicReference<>(Mono.empty());
    private final Guard<String> guard = new Guard<>(
            KIND,
            id -> Mono.defer(again::get),
            new UnreadableAlarm(new SimpleMeterRegistry(), Clock.systemUTC()),
            null);

    @Test
    void shouldObeyAReadThatSomebodyChangedWhileItRan() {
        // given
        guard.note("p", 2, state());
        again.set(Mono.fromSupplier(() -> {
            guard.note("p", 3, state());
            return version(2);
        }));

        // when
        StoredAggregate read = guard.newest("p", Mono.just(version(1))).block();

        // then
        assertThat(read.version()).isEqualTo(2);
    }

    @Test
    void shouldNotObeyAReadThatIsOlderThanWhatWasSeenBeforeIt() {
        guard.note("p", 3, state());
        again.set(Mono.just(version(2)));

        assertThatThrownBy(() -> guard.newest("p", Mono.just(version(2))).block())
                .isInstanceOf(CannotBeRead.class);
    }

    private static SealedState<String> state() {
        return new SealedState<>(0, Instant.EPOCH, "p", null, null);
    }

    private static StoredAggregate version(long version) {
        StoredAggregate stored = StoredAggregate.first("p", "p", CREATED, Map.of(), new byte[0], 0);
        stored.document().put(StoredAggregate.VERSION, version);
        return stored;
    }
}
