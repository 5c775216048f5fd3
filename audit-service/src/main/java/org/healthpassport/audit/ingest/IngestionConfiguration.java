package org.healthpassport.audit.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.healthpassport.audit.keys.KeySettings;
import org.healthpassport.audit.lag.SharedProgress;
import org.healthpassport.audit.lease.WriterElection;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.log.write.LogWriter;
import org.healthpassport.audit.own.OwnEntries;
import org.healthpassport.audit.signing.CheckpointSigner;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.events.Service;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.keymanagement.MasterKeys;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** The loop of this instance and its health, and the keys by which it knows whose events it reads. */
@Configuration(proxyBeanMethods = false)
class IngestionConfiguration {
    @Bean
    AwaitedDependency<MacKeyFolder> openedEventKeys(KeySettings settings, LogStore log) {
        String awaited = MasterKeys.awaited(settings.masterKey()) + ", or " + EventKeys.AWAITED;
        return new AwaitedDependency<>(awaited, () -> {
            FileProtection protection = MasterKeys.protection(settings.masterKey(), settings.movedFrom());
            boolean anythingLogged = log.state().size() > 0;
            return EventKeys.open(
                    Service.AUDIT_SERVICE,
                    settings.folder(),
                    protection,
                    settings.createMissing(),
                    () -> anythingLogged);
        });
    }

    @Bean
    EventMacs eventMacs(AwaitedDependency<MacKeyFolder> openedEventKeys) {
        return EventKeys.macs(Service.AUDIT_SERVICE, openedEventKeys);
    }

    @Bean
    KafkaSources kafkaSources(
            ConsumerFactory<?, ?> kafkaConsumerFactory, EventMacs macs, MeterRegistry metrics, Clock clock) {
        return new KafkaSources(
                kafkaConsumerFactory.getConfigurationProperties(), EntryFunctions.ofEvents(macs), metrics, clock);
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
