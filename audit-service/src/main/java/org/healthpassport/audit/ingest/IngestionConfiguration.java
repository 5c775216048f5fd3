package org.healthpassport.audit.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.healthpassport.audit.lag.SharedProgress;
import org.healthpassport.audit.lease.WriterElection;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.log.write.LogWriter;
import org.healthpassport.audit.own.OwnEntries;
import org.healthpassport.audit.signing.CheckpointSigner;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** The loop of this instance and its health. */
@Configuration(proxyBeanMethods = false)
class IngestionConfiguration {
    @Bean
    KafkaSources kafkaSources(ConsumerFactory<?, ?> kafkaConsumerFactory, Clock clock) {
        return new KafkaSources(kafkaConsumerFactory.getConfigurationProperties(), EntryFunctions.OF_EVENTS, clock);
    }

    @Bean
    Ingestion ingestion(
            WriterElection election,
            SharedProgress progress,
            KafkaSources sources,
            OwnEntries ownEntries,
            LogStore store,
            StoredFileCache files,
            CheckpointSigner signer,
            Clock clock,
            MeterRegistry metrics) {
        LogWriter writer = new LogWriter(store, files);
        return new Ingestion(election, progress, sources, ownEntries, writer, signer, clock, metrics);
    }

    @Bean
    IngestionLifecycle ingestionLifecycle(Ingestion ingestion) {
        return new IngestionLifecycle(ingestion);
    }

    @Bean
    HealthIndicator auditLogHealthIndicator(
            CommittedLog log, CheckpointSigner signer, IngestionLifecycle ingestionLifecycle) {
        return new LogHealth(log, signer, ingestionLifecycle);
    }
}
