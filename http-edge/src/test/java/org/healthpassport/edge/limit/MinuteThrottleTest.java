package org.healthpassport.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MinuteThrottleTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final MinuteThrottle throttle = new MinuteThrottle(2, now::get);

    @Test
    void shouldRefuseMoreThanSomeInOneMinute() {
        // given
        assertThat(throttle.begin("192.0.2.1")).isEmpty();
        now.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(throttle.begin("192.0.2.1")).isEmpty();

        // then
        assertThat(throttle.begin("192.0.2.1")).contains(Duration.ofSeconds(40));
        assertThat(throttle.begin("192.0.2.2")).isEmpty();
    }

    @Test
    void shouldNotLengthenWaitByRefusedAttempts() {
        // given
        throttle.begin("192.0.2.1");
        throttle.begin("192.0.2.1");

        // when
        for (int i = 0; i < 60; i++) {
            assertThat(throttle.begin("192.0.2.1")).contains(Duration.ofSeconds(60 - i));
            now.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        // then
        assertThat(throttle.begin("192.0.2.1")).isEmpty();
    }
}
