package org.healthpassport.audit.background;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Reports background work that has stopped for good as down; work that fails and is tried again is not. */
public final class BackgroundHealth implements HealthIndicator {
    private final List<BackgroundLoop> repeated;

    public BackgroundHealth(List<BackgroundLoop> repeated) {
        this.repeated = List.copyOf(repeated);
    }

    @Override
    public Health health() {
        List<String> stopped = repeated.stream()
                .filter(work -> !work.isRunning())
                .map(BackgroundLoop::name)
                .toList();
        return stopped.isEmpty()
                ? Health.up().build()
                : Health.down().withDetail("stopped", stopped).build();
    }
}
