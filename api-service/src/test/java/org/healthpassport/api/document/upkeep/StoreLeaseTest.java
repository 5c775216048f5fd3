package org.healthpassport.api.document.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.ApiUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class StoreLeaseTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final AtomicLong nanoTime = new AtomicLong();
    private final StoreLease one = lease();
    private final StoreLease other = lease();
    private final AtomicInteger done = new AtomicInteger();
    private final Mono<Void> work = Mono.fromRunnable(done::incrementAndGet);

    @Test
    void shouldGiveTheLeaseBackWhenTheWorkEndsOrFails() {
        // when
        one.during(work).block(WITHIN);
        one.during(Mono.error(new IllegalStateException("failed")))
                .onErrorComplete(IllegalStateException.class)
                .block(WITHIN);
        other.during(work).block(WITHIN);

        // then
        assertThat(done).hasValue(2);
    }

    @Test
    void shouldTakeOverAfterHavingSeenTheLeaseUnchangedForAWhile() {
        // given work that does not end
        Sinks.Empty<Void> begun = Sinks.empty();
        Disposable endless = one.during(Mono.<Void>never().doOnSubscribe(subscription -> begun.tryEmitEmpty()))
                .subscribe();
        begun.asMono().block(WITHIN);

        // when
        other.during(work).block(WITHIN);
        nanoTime.addAndGet(StoreLease.TAKEN_OVER_AFTER.toNanos() - 1);
        other.during(work).block(WITHIN);

        // then
        assertThat(done).hasValue(0);

        // when
        nanoTime.incrementAndGet();
        other.during(work).block(WITHIN);

        // then
        assertThat(done).hasValue(1);

        // when its first holder ends late, after somebody else has had the lease
        endless.dispose();
        other.during(work).block(WITHIN);

        // then
        assertThat(done).hasValue(2);
    }

    private StoreLease lease() {
        return new StoreLease(api.bean(ReactiveMongoTemplate.class), api.bean(Ids.class), nanoTime::get);
    }
}
