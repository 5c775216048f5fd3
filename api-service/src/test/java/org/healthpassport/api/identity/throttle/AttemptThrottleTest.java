package org.healthpassport.api.identity.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttemptThrottleTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final AttemptThrottle throttle = new AttemptThrottle(now::get, GuessLimit.OF_ACCOUNT);
    private final AttemptThrottle ofAddresses = AttemptThrottle.ofAddresses(now::get);

    @Test
    void shouldLetTenAttemptsThrough() {
        for (int i = 0; i < 10; i++) {
            assertThat(throttle.begin("ada")).isEmpty();
        }
        assertThat(throttle.begin("ada")).contains(Duration.ofSeconds(1));
    }

    @Test
    void shouldDoubleDelayUpToFiveMinutes() {
        // given
        fail("ada", 10);

        // when
        var delays = IntStream.range(0, 12)
                .mapToObj(i -> {
                    Duration delay = throttle.begin("ada").orElseThrow();
                    now.addAndGet(delay.toNanos());
                    assertThat(throttle.begin("ada")).isEmpty();
                    return delay.toSeconds();
                })
                .toList();

        // then
        assertThat(delays).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L);
    }

    @Test
    void shouldTellHowMuchOfDelayIsLeft() {
        // given
        fail("ada", 10);

        // when
        now.addAndGet(Duration.ofMillis(400).toNanos());

        // then
        assertThat(throttle.begin("ada")).contains(Duration.ofMillis(600));
    }

    @Test
    void shouldCountEachKeyAlone() {
        // given
        fail("ada", 10);

        // then
        assertThat(throttle.begin("eve")).isEmpty();
    }

    @Test
    void shouldNotCountWhatWasTakenBack() {
        // given
        fail("ada", 9);

        // when
        throttle.begin("ada");
        throttle.takeBack("ada");

        // then
        assertThat(throttle.begin("ada")).isEmpty();
        assertThat(throttle.begin("ada")).isPresent();
    }

    @Test
    void shouldNotDelayEverybodyBehindOneAddressForLong() {
        // given
        for (int i = 0; i < 1_000; i++) {
            ofAddresses.begin("hospital").ifPresent(wait -> {
                assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(4));
                now.addAndGet(wait.toNanos());
            });
        }

        // when
        now.addAndGet(Duration.ofMinutes(3).toNanos());

        // then
        assertThat(ofAddresses.begin("hospital")).isEmpty();
        assertThat(ofAddresses.begin("hospital")).isPresent();
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(ofAddresses.begin("hospital")).isEmpty();
    }

    @Test
    void shouldForgetOneFailureAfterTheOther() {
        // given
        ofAddresses.begin("hospital");
        now.addAndGet(Duration.ofSeconds(30).toNanos());
        for (int i = 0; i < 9; i++) {
            assertThat(ofAddresses.begin("hospital")).isEmpty();
        }
        assertThat(ofAddresses.begin("hospital")).isPresent();

        // when
        now.addAndGet(Duration.ofSeconds(31).toNanos());

        // then
        assertThat(ofAddresses.begin("hospital")).isEmpty();
        assertThat(ofAddresses.begin("hospital")).isPresent();
    }

    @Test
    void shouldNotLengthenWaitByRefusedAttempts() {
        // given
        fail("ada", 10);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        fail("ada", 1);

        // when
        for (int i = 0; i < 4; i++) {
            now.addAndGet(Duration.ofMillis(500).toNanos() - 1);
            assertThat(throttle.begin("ada")).isPresent();
        }
        now.addAndGet(4);

        // then
        assertThat(throttle.begin("ada")).isEmpty();
    }

    @Test
    void shouldBeginNoNewWaitForWhatWasTakenBack() {
        // given
        fail("ada", 10);
        now.addAndGet(Duration.ofSeconds(1).toNanos());

        // when
        fail("ada", 1);
        throttle.takeBack("ada");

        // then
        assertThat(throttle.begin("ada")).isEmpty();
    }

    @Test
    void shouldForgetAfterAnHour() {
        // given
        fail("ada", 10);

        // when
        now.addAndGet(Duration.ofHours(1).toNanos());

        // then
        fail("ada", 10);
    }

    @Test
    void shouldNotLetManyAtOnceSlipThrough() {
        // when
        long through = IntStream.range(0, 1_000)
                .parallel()
                .filter(i -> throttle.begin("ada").isEmpty())
                .count();

        // then
        assertThat(through).isEqualTo(10);
    }

    private void fail(String key, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(throttle.begin(key)).isEmpty();
        }
    }
}
