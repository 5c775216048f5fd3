package org.healthpassport.audit.background;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down when some work in the background is not repeated any more. Not when it fails and is tried again. */
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
