package org.healthpassport.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void shouldSpreadArrivalsEvenlyOverTheTime() {
        // when
        Schedule schedule = Schedule.of(50, Duration.ofSeconds(2));

        // then
        assertThat(schedule.count()).isEqualTo(100);
        assertThat(schedule.arrival(0)).isZero();
        assertThat(schedule.arrival(1)).isEqualTo(20_000_000);
        assertThat(schedule.arrival(99)).isEqualTo(1_980_000_000L);
    }

    @Test
    void shouldNotDriftIfTheIntervalIsNoWholeNumber() {
        // when
        Schedule schedule = Schedule.of(7, Duration.ofSeconds(3));

        // then
        assertThat(schedule.count()).isEqualTo(21);
        assertThat(schedule.arrival(14)).isEqualTo(2_000_000_000L);
    }

    @Test
    void shouldHaveOneArrivalAtLeast() {
        assertThat(Schedule.of(0.01, Duration.ofSeconds(1)).count()).isEqualTo(1);
    }
}
