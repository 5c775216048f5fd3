package org.healthpassport.api.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.healthpassport.aggregates.preparation.Preparation;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class PreparationHealthIndicatorTest {
    private final Preparation preparation = new Preparation(List.of());

    @Test
    void shouldBeOutOfServiceUntilThePreparationIsDone() {
        assertThat(health()).isEqualTo(Status.OUT_OF_SERVICE);
        preparation.attempt();
        assertThat(health()).isEqualTo(Status.UP);
    }

    private Status health() {
        return new PreparationHealthIndicator(preparation)
                .health()
                .block(Duration.ofSeconds(5))
                .getStatus();
    }
}
