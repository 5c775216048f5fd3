package org.healthpassport.aggregates.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WorkerRetrySettingsTest {
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
    private static final WorkerRetrySettings SETTINGS =
            new WorkerRetrySettings(Duration.ofMinutes(5), Duration.ofHours(6));

    @Test
    void shouldLeaveTheWorkerTwiceAsLongEachTime() {
        // given
        WorkerWait waiting = WorkerWait.begin(NOW, SETTINGS);
        assertThat(waiting.isDue(NOW.plusSeconds(299))).isFalse();
        assertThat(waiting.isDue(NOW.plusSeconds(300))).isTrue();

        // when
        WorkerWait again = waiting.again(NOW.plusSeconds(300), SETTINGS);

        // then
        assertThat(again.since()).isEqualTo(NOW);
        assertThat(again.drives()).isEqualTo(1);
        assertThat(again.driveAt()).isEqualTo(NOW.plusSeconds(300 + 600));
    }

    @Test
    void shouldNotLeaveItLongerThanTheLimitHoweverLongItWaits() {
        assertThat(SETTINGS.patience(6)).isEqualTo(Duration.ofMinutes(320));
        assertThat(SETTINGS.patience(7)).isEqualTo(Duration.ofHours(6));
        assertThat(SETTINGS.patience(Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void shouldAskTwentyTimesInFourDaysAtMost() {
        // given
        WorkerWait waiting = WorkerWait.begin(NOW, SETTINGS);

        // when
        for (Instant now = NOW; now.isBefore(NOW.plus(Duration.ofDays(4))); now = now.plusSeconds(60)) {
            waiting = waiting.isDue(now) ? waiting.again(now, SETTINGS) : waiting;
        }

        // then
        assertThat(waiting.drives()).isBetween(15, 25);
    }

    @Test
    void shouldRefuseSettingsThatMakeNoSense() {
        assertThat(SETTINGS.isOrderly()).isTrue();
        assertThat(new WorkerRetrySettings(Duration.ZERO, Duration.ofHours(1)).isOrderly())
                .isFalse();
        assertThat(new WorkerRetrySettings(Duration.ofHours(2), Duration.ofHours(1)).isOrderly())
                .isFalse();
    }
}
