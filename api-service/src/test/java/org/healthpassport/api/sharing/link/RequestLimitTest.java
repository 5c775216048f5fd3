package org.healthpassport.api.sharing.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.healthpassport.api.problem.ProblemException;
import org.junit.jupiter.api.Test;

class RequestLimitTest {
    private final AtomicLong nanos = new AtomicLong();
    private final RequestLimit limit = new RequestLimit(3, nanos::get);

    @Test
    void shouldRefuseMoreThanThatManyInAMinuteAndSayWhenItEnds() {
        // given
        askThreeTimes("link");
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());

        // when, then
        assertThatThrownBy(() -> limit.require("link"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().retryAfter()).isEqualTo(Duration.ofSeconds(40)));
        assertThatCode(() -> limit.require("other")).doesNotThrowAnyException();
    }

    @Test
    void shouldBeginAnewAfterAMinute() {
        // given
        askThreeTimes("link");
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());

        // then
        assertThatCode(() -> askThreeTimes("link")).doesNotThrowAnyException();
    }

    private void askThreeTimes(String thing) {
        for (int i = 0; i < 3; i++) {
            limit.require(thing);
        }
    }
}
