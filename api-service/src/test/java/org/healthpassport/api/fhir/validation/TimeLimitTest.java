package org.healthpassport.api.fhir.validation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final TimeLimit limit = new TimeLimit(Duration.ofNanos(10), now::get);

    @Test
    void shouldCountFromTheBegin() {
        // given
        now.addAndGet(1_000);
        limit.begin();

        // when
        now.addAndGet(10);

        // then
        assertThatCode(limit::check).doesNotThrowAnyException();
        now.addAndGet(1);
        assertThatThrownBy(limit::check).isInstanceOf(TimeLimit.Reached.class);
    }

    @Test
    void shouldCountAcrossTheLargestNumber() {
        // given
        limit.begin();

        // when
        now.addAndGet(10);

        // then
        assertThatCode(limit::check).doesNotThrowAnyException();
    }

    @Test
    void shouldEndWhenNobodyWaits() {
        // given
        limit.begin();

        // when
        limit.leave();

        // then
        assertThatThrownBy(limit::check).isInstanceOf(TimeLimit.Reached.class);
    }

    @Test
    void shouldNotEvenBeginWhenNobodyWaits() {
        // given
        limit.leave();

        // when / then
        assertThatThrownBy(limit::begin).isInstanceOf(TimeLimit.Reached.class);
    }
}
