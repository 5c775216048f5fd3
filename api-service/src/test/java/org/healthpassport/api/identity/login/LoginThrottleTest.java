package org.healthpassport.api.identity.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final LoginThrottle throttle = new LoginThrottle(now::get);

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
    void shouldBeginAnewAfterRightPassword() {
        // given
        fail("ada", 9);
        throttle.begin("ada");

        // when
        throttle.forget("ada");

        // then
        fail("ada", 10);
        assertThat(throttle.begin("ada")).isPresent();
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
