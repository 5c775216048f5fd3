package org.healthpassport.edge.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.healthpassport.edge.account.RecentAccounts.Version;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class RecentAccountsTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final AtomicLong reads = new AtomicLong();
    private final Map<String, Version<String>> stored = new ConcurrentHashMap<>();
    private final RecentAccounts<String> accounts = new RecentAccounts<>(this::read, nanos::get);

    @Test
    void shouldReadOnceInEightTenthsOfASecond() {
        // given
        store(1, "active");

        // then
        assertThat(found()).contains("active");
        turn(Duration.ofMillis(799));
        assertThat(found()).contains("active");
        assertThat(reads).hasValue(1);
        turn(Duration.ofMillis(1));
        assertThat(found()).contains("active");
        assertThat(reads).hasValue(2);
    }

    /** A fifth of the second is for the request that is on its way, and for its answer. */
    @Test
    void shouldShowChangeOfAnotherInstanceWithinASecond() {
        // given
        store(1, "active");
        assertThat(found()).contains("active");

        // when
        store(2, "suspended");

        // then
        turn(Duration.ofMillis(799));
        assertThat(found()).contains("active");
        turn(Duration.ofMillis(1));
        assertThat(found()).contains("suspended");
    }

    @Test
    void shouldShowOwnChangeAtOnce() {
        // given
        store(1, "active");
        assertThat(found()).contains("active");

        // when
        store(2, "suspended");
        accounts.changed("a1", 2);

        // then
        assertThat(found()).contains("suspended");
    }

    @Test
    void shouldFindThatAnAccountIsGone() {
        // given
        store(1, "active");
        assertThat(found()).contains("active");

        // when
        stored.clear();

        // then
        turn(Duration.ofSeconds(1));
        assertThat(found()).isEmpty();
    }

    @Test
    void shouldRefuseOlderAccountThanTheNewestItHasSeen() {
        // given
        store(2, "suspended");
        assertThat(found()).contains("suspended");

        // when
        store(1, "active");
        turn(Duration.ofSeconds(1));

        // then
        assertThatThrownBy(this::found).isInstanceOf(OlderThanSeen.class);
        turn(Duration.ofMinutes(59));
        assertThatThrownBy(this::found).isInstanceOf(OlderThanSeen.class);
        store(3, "restored");
        assertThat(found()).contains("restored");
    }

    @Test
    void shouldReadAgainIfAccountWasChangedWhileItWasRead() {
        // given
        Sinks.One<Version<String>> slow = Sinks.one();
        AtomicLong count = new AtomicLong();
        RecentAccounts<String> slowly = new RecentAccounts<>(
                id -> count.getAndIncrement() == 0 ? slow.asMono() : Mono.just(new Version<>(2, "suspended")),
                nanos::get);
        Mono<String> first = slowly.find("a1").cache();
        first.subscribe();

        // when
        slowly.changed("a1", 2);
        slow.tryEmitValue(new Version<>(1, "active"));

        // then
        assertThat(first.block()).isEqualTo("suspended");
    }

    @Test
    void shouldNotShareAReadThatBeganMoreThanASecondAgo() {
        // given
        Sinks.One<Version<String>> slow = Sinks.one();
        AtomicLong count = new AtomicLong();
        RecentAccounts<String> slowly = new RecentAccounts<>(
                id -> count.getAndIncrement() == 0 ? slow.asMono() : Mono.just(new Version<>(2, "suspended")),
                nanos::get);
        slowly.find("a1").subscribe();

        // when
        turn(Duration.ofSeconds(1));

        // then
        assertThat(slowly.find("a1").block()).isEqualTo("suspended");
    }

    @Test
    void shouldShareOneReadAmongRequestsOfTheSameTime() {
        // given
        Sinks.One<Version<String>> slow = Sinks.one();
        AtomicLong count = new AtomicLong();
        RecentAccounts<String> slowly = new RecentAccounts<>(
                id -> {
                    count.incrementAndGet();
                    return slow.asMono();
                },
                nanos::get);

        // when
        var all = Flux.range(0, 64)
                .flatMap(i -> slowly.find("a1"), 64)
                .collectList()
                .cache();
        all.subscribe();
        slow.tryEmitValue(new Version<>(1, "active"));

        // then
        assertThat(all.block()).hasSize(64).containsOnly("active");
        assertThat(count).hasValue(1);
    }

    @Test
    void shouldReadAgainAtOnceAfterAFailure() {
        // given
        AtomicLong count = new AtomicLong();
        RecentAccounts<String> failing = new RecentAccounts<>(
                id -> count.getAndIncrement() == 0
                        ? Mono.error(new IllegalStateException("away"))
                        : Mono.just(new Version<>(1, "active")),
                nanos::get);

        // then
        assertThatThrownBy(() -> failing.find("a1").block()).hasMessage("away");
        assertThat(failing.find("a1").block()).isEqualTo("active");
    }

    private Optional<String> found() {
        return accounts.find("a1").blockOptional();
    }

    private Mono<Version<String>> read(String accountId) {
        return Mono.fromSupplier(() -> {
            reads.incrementAndGet();
            return stored.get(accountId);
        });
    }

    private void store(long version, String account) {
        stored.put("a1", new Version<>(version, account));
    }

    private void turn(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
