package org.healthpassport.documents;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.bus.start.StartStep;
import org.healthpassport.edge.connection.ConnectionConfiguration;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Service;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.keymanagement.MasterKeys;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.space.DiskLimits;
import org.healthpassport.vault.space.FreeSpace;
import org.healthpassport.vault.space.LocalDisks;
import org.healthpassport.vault.staging.StagedFiles;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The parts of the worker, and the one subscription that drives it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DocumentSettings.class, KeySettings.class})
@Import(ConnectionConfiguration.class)
class DocumentsConfiguration {
    private static final String OBJECTS = "objects";
    /** Most documents are stored much faster, and ten of them stay far below the ten minutes that Kafka allows. */
    private static final Duration ONE_HOLDS_BACK_OTHERS = Duration.ofSeconds(5);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    AwaitedDependency<MacKeyFolder> openedEventKeys(KeySettings settings) {
        return new AwaitedDependency<>(EventKeys.AWAITED, () -> {
            FileProtection protection = MasterKeys.protection(settings.masterKey(), settings.movedFrom());
            return EventKeys.open(
                    Service.DOCUMENT_WORKER, settings.folder(), protection, settings.createMissing(), () -> false);
        });
    }

    @Bean
    EventMacs eventMacs(AwaitedDependency<MacKeyFolder> openedEventKeys) {
        return EventKeys.macs(Service.DOCUMENT_WORKER, openedEventKeys);
    }

    /** The folder that api-service creates. Without its volume, every received document would be reported as lost. */
    @Bean
    AwaitedDependency<StagedFiles> stagedFiles(DocumentSettings settings) {
        return new AwaitedDependency<>(
                "api-service to create the folder of staged files, or the volume to be mounted",
                () -> StagedFiles.existingAt(settings.stagingUrl()));
    }

    @Bean
    DocumentStores documentStores(DocumentSettings settings) {
        return DocumentStores.open(settings.stores(), settings.storeCredentials()::get);
    }

    @Bean
    StartStep writableStores(DocumentStores stores) {
        return new WritableStores(stores);
    }

    /** Watches the disk of the object store. Only "full" matters, because this service takes no uploads. */
    @Bean
    LocalDisks localDisks(DocumentSettings settings, ObjectProvider<FreeSpace> freeSpace, Clock clock) {
        return new LocalDisks(
                settings.stores()
                        .folder()
                        .map(folder -> Map.of(OBJECTS, folder))
                        .orElse(Map.of()),
                new DiskLimits(0, 0),
                freeSpace.getIfAvailable(() -> FreeSpace.OF_THE_FILE_SYSTEM),
                clock);
    }

    @Bean
    BackgroundStoring backgroundStoring() {
        return new BackgroundStoring(ONE_HOLDS_BACK_OTHERS);
    }

    @Bean
    HealthIndicator diskHealthIndicator(LocalDisks disks) {
        return new DiskHealth(disks);
    }

    /** One subscription for received and deleted, because the two events of a document must be handled in order. */
    @Bean
    EventSubscription documentEvents(
            AwaitedDependency<StagedFiles> stagedFiles,
            DocumentStores stores,
            BackgroundStoring background,
            EventMacs macs,
            EventPublisher publisher,
            LocalDisks disks,
            Clock clock) {
        TroubledDocuments troubled = new TroubledDocuments(stores);
        return new EventSubscription(
                "document-worker",
                Topics.PATIENT,
                Set.of(EventType.DOCUMENT_RECEIVED, EventType.DOCUMENT_DELETED),
                event -> {
                    try {
                        new DocumentEvents(
                                        new DocumentStorage(stagedFiles.get(), stores),
                                        background,
                                        troubled,
                                        macs,
                                        publisher,
                                        clock)
                                .handle(event);
                    } catch (TransientFailure failure) {
                        disks.writeFailed(OBJECTS, failure);
                        throw failure;
                    }
                });
    }
}
