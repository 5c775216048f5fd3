package org.healthpassport.api.identity.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GuessLimitTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    @Test
    void shouldDoubleTheWaitUpToTheLongest() {
        assertThat(GuessLimit.OF_ACCOUNT.waitAfter(9, Duration.ZERO)).isZero();
        assertThat(LongStream.range(10, 22)
                        .mapToObj(failures -> GuessLimit.OF_ACCOUNT
                                .waitAfter(failures, Duration.ZERO)
                                .toSeconds()))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L);
        assertThat(GuessLimit.OF_ADDRESS.waitAfter(1_000, Duration.ZERO)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void shouldTellHowMuchOfTheWaitIsLeft() {
        assertThat(GuessLimit.OF_ACCOUNT.waitAfter(10, Duration.ofMillis(400))).isEqualTo(Duration.ofMillis(600));
        assertThat(GuessLimit.OF_ACCOUNT.waitAfter(10, Duration.ofSeconds(1))).isZero();
        assertThat(GuessLimit.OF_ACCOUNT.waitAfter(10, Duration.ofSeconds(60))).isZero();
    }

    @Test
    void shouldForgetOneFailureAfterTheOther() {
        // given ten at noon
        Failures failures = new Failures(NOON.plus(Duration.ofMinutes(10)), NOON);

        // then
        assertThat(failures.count(GuessLimit.OF_ADDRESS, NOON)).isEqualTo(10);
        assertThat(failures.count(GuessLimit.OF_ADDRESS, NOON.plusSeconds(59))).isEqualTo(10);
        assertThat(failures.count(GuessLimit.OF_ADDRESS, NOON.plusSeconds(60))).isEqualTo(9);
        assertThat(failures.count(GuessLimit.OF_ADDRESS, NOON.plus(Duration.ofMinutes(10))))
                .isZero();
        assertThat(Failures.NONE.count(GuessLimit.OF_ADDRESS, NOON)).isZero();
    }

    @Test
    void shouldCountAttemptsUnderwayAsFailuresOfThisMoment() {
        // given nine a while ago
        Failures failures = new Failures(NOON.plus(Duration.ofMinutes(9)), NOON.minusSeconds(30));

        // then
        assertThat(failures.waitFor(GuessLimit.OF_ADDRESS, 0, NOON)).isZero();
        assertThat(failures.waitFor(GuessLimit.OF_ADDRESS, 1, NOON)).isEqualTo(Duration.ofSeconds(1));
        assertThat(failures.waitFor(GuessLimit.OF_ADDRESS, 5, NOON)).isEqualTo(Duration.ofSeconds(4));
    }
}
