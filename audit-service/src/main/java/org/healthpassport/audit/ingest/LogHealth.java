package org.healthpassport.audit.ingest;

import java.io.IOException;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.signing.CheckpointSigner;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Reports the log as down when it cannot be read, is not signed any more, its loop has ended, or Kafka refuses this service.
 * While Kafka is away the log only waits.
 */
final class LogHealth implements HealthIndicator {
    private final CommittedLog log;
    private final CheckpointSigner signer;
    private final IngestionLifecycle ingestion;

    LogHealth(CommittedLog log, CheckpointSigner signer, IngestionLifecycle ingestion) {
        this.log = log;
        this.signer = signer;
        this.ingestion = ingestion;
    }

    @Override
    public Health health() {
        if (signer.isStopped()) {
            return Health.down()
                    .withDetail("signing", "stopped")
                    .withDetail("next", CheckpointSigner.WHAT_TO_DO)
                    .build();
        }
        if (!ingestion.isRunning()) {
            return Health.down().withDetail("writing", "stopped").build();
        }
        if (ingestion.isRefused()) {
            return Health.down().withDetail("writing", "refused").build();
        }
        try {
            return Health.up().withDetail("size", log.size()).build();
        } catch (IOException e) {
            return Health.down(e).build();
        }
    }
}
