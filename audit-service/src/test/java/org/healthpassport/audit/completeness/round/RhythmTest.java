package org.healthpassport.audit.completeness.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RhythmTest {
    private static final Instant BEGUN = Instant.parse("2026-11-30T22:00:00Z");
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final long SIZE = 500;

    private final Rhythm rhythm = new Rhythm(EVERY, 100);

    @Test
    void shouldBeginAtOnce() {
        assertThat(rhythm.isDue(BEGUN, 0)).isTrue();
    }

    @Test
    void shouldRestAfterARoundThatFailed() {
        rhythm.begin(BEGUN);
        assertThat(rhythm.isDue(BEGUN.plusSeconds(59), SIZE)).isFalse();
        assertThat(rhythm.isDue(BEGUN.plusSeconds(60), SIZE)).isTrue();
    }

    @Test
    void shouldRestLongerWhileNothingIsLogged() {
        // given
        rhythm.begin(BEGUN);

        // when
        Instant nextBy = rhythm.end(BEGUN, Duration.ofSeconds(8), SIZE);

        // then
        assertThat(nextBy).isEqualTo(BEGUN.plusSeconds(800));
        assertThat(rhythm.isDue(BEGUN.plusSeconds(799), SIZE)).isFalse();
        assertThat(rhythm.isDue(BEGUN.plusSeconds(800), SIZE)).isTrue();
        assertThat(rhythm.isDue(BEGUN.plusSeconds(59), SIZE + 1)).isFalse();
        assertThat(rhythm.isDue(BEGUN.plusSeconds(60), SIZE + 1)).isTrue();
    }

    @Test
    void shouldNotBeginSoonerThanOtherwise() {
        rhythm.begin(BEGUN);
        assertThat(rhythm.end(BEGUN, Duration.ofMillis(20), SIZE)).isEqualTo(BEGUN.plus(EVERY));
    }
}
