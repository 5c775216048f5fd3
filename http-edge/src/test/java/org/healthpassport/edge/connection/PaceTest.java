package org.healthpassport.edge.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final int SLOWEST = 8_192;
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final long SLICE_NANOS = WINDOW.toNanos() / Pace.SLICES;

    private final Pace pace = new Pace(SLOWEST, WINDOW, 0);

    @Property(tries = 300)
    void shouldNeverCutWhoIsFastEnoughHoweverTheTimeIsReported(
            @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = 3_400_000_000L) Long> waits,
            @ForAll @IntRange(max = 3) int more) {
        // given
        Pace ofClient = new Pace(SLOWEST, WINDOW, 0);

        // when
        for (long wait : waits) {
            ofClient.add(0, bytesIn(wait) + 1 + more);
            ofClient.add(wait, 0);
        }

        // then
        assertThat(ofClient.isTooSlow()).isFalse();
    }

    @Property(tries = 300)
    void shouldCutWhoIsTooSlowOneWindowAfterTheLastFastByte(
            @ForAll @LongRange(min = 100_000_000L, max = 3_000_000_000L) long interval,
            @ForAll @IntRange(max = 95) int percent,
            @ForAll @LongRange(max = 1L << 30) long first) {
        // given
        Pace ofClient = new Pace(SLOWEST, WINDOW, 0);
        ofClient.add(0, first);

        // when
        long waited = 0;
        while (!ofClient.isTooSlow() && waited < 2 * WINDOW.toNanos()) {
            ofClient.add(interval, bytesIn(interval) * percent / 100);
            waited += interval;
        }

        // then
        assertThat(ofClient.isTooSlow()).isTrue();
        assertThat(waited).isLessThan(WINDOW.toNanos() + SLICE_NANOS + (Pace.SLICES + 2) * interval);
    }

    @Test
    void shouldJudgeNobodyBeforeTheEndOfTheFirstWindow() {
        // when, then
        for (int i = 0; i < Pace.SLICES - 1; i++) {
            pace.add(SLICE_NANOS, 0);
            assertThat(pace.isTooSlow()).isFalse();
        }
        pace.add(SLICE_NANOS, 0);
        assertThat(pace.isTooSlow()).isTrue();
    }

    @Test
    void shouldForgiveWhatCannotBeSeenYetButNotAStandstill() {
        // given
        Pace half = new Pace(SLOWEST, WINDOW, Long.MAX_VALUE);
        Pace still = new Pace(SLOWEST, WINDOW, Long.MAX_VALUE);

        // when
        for (int i = 0; i < Pace.SLICES; i++) {
            half.add(SLICE_NANOS, bytesIn(SLICE_NANOS) / 2 + 1);
            still.add(SLICE_NANOS, 0);
        }

        // then
        assertThat(half.isTooSlow()).isFalse();
        assertThat(still.isTooSlow()).isTrue();
    }

    @Test
    void shouldBeginAnewForTheNextRequest() {
        // given
        pace.add(WINDOW.toNanos(), 0);
        for (int i = 0; i < Pace.SLICES; i++) {
            pace.add(SLICE_NANOS, 0);
        }
        assertThat(pace.isTooSlow()).isTrue();

        // when
        pace.reset();

        // then
        assertThat(pace.isTooSlow()).isFalse();
        pace.add(SLICE_NANOS, 0);
        assertThat(pace.isTooSlow()).isFalse();
    }

    private static long bytesIn(long nanos) {
        return (long) Math.ceil(SLOWEST * (nanos / 1e9));
    }
}
