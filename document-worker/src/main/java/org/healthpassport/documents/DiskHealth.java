package org.healthpassport.documents;

import java.util.Map;
import org.healthpassport.vault.space.DiskState;
import org.healthpassport.vault.space.LocalDisks;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The {@code disk} part of readiness: down while the disk of the object store is full, so that documents wait. */
final class DiskHealth implements HealthIndicator {
    private final LocalDisks disks;

    DiskHealth(LocalDisks disks) {
        this.disks = disks;
    }

    @Override
    public Health health() {
        Map<String, DiskState> states = disks.states();
        return (states.containsValue(DiskState.FULL) ? Health.down() : Health.up())
                .withDetails(states)
                .build();
    }
}
