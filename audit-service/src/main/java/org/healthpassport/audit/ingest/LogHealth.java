package org.healthpassport.audit.ingest;

import java.io.IOException;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.signing.CheckpointSigner;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down when the log cannot be read, is not signed any more, or its loop has ended. Not when Kafka is away: then it waits. */
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
            return Health.down().withDetail("signing", "stopped").build();
        }
        if (!ingestion.isRunning()) {
            return Health.down().withDetail("writing", "stopped").build();
        }
        try {
            return Health.up().withDetail("size", log.size()).build();
        } catch (IOException e) {
            return Health.down(e).build();
        }
    }
}
