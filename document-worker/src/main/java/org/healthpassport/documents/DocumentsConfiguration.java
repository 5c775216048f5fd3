package org.healthpassport.documents;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.edge.connection.ConnectionConfiguration;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.objects.ObjectStores;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.vault.durable.FileUrl;
import org.healthpassport.vault.object.ObjectStore;
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
@EnableConfigurationProperties(DocumentSettings.class)
@Import(ConnectionConfiguration.class)
class DocumentsConfiguration {
    private static final String OBJECTS = "objects";

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** The folder that api-service creates. Without its volume, every received document would be reported as lost. */
    @Bean
    AwaitedDependency<StagedFiles> stagedFiles(DocumentSettings settings) {
        return new AwaitedDependency<>(
                "api-service to create the folder of staged files, or the volume to be mounted",
                () -> StagedFiles.existingAt(settings.stagingUrl()));
    }

    @Bean
    ObjectStore objectStore(DocumentSettings settings) {
        return ObjectStores.open(
                StoreUrl.of("STORAGE_URL", settings.storageUrl().toString()), System::getenv);
    }

    /** Watches the disk of the object store. Only "full" matters, because this service takes no uploads. */
    @Bean
    LocalDisks localDisks(DocumentSettings settings, ObjectProvider<FreeSpace> freeSpace, Clock clock) {
        return new LocalDisks(
                Map.of(OBJECTS, FileUrl.toPath(settings.storageUrl(), "STORAGE_URL")),
                new DiskLimits(0, 0),
                freeSpace.getIfAvailable(() -> FreeSpace.OF_THE_FILE_SYSTEM),
                clock);
    }

    @Bean
    HealthIndicator diskHealthIndicator(LocalDisks disks) {
        return new DiskHealth(disks);
    }

    /** One subscription for received and deleted, because the two events of a document must be handled in order. */
    @Bean
    EventSubscription documentEvents(
            AwaitedDependency<StagedFiles> stagedFiles,
            ObjectStore objects,
            EventPublisher publisher,
            LocalDisks disks,
            Clock clock) {
        return new EventSubscription(
                "document-worker",
                Topics.PATIENT,
                Set.of(EventType.DOCUMENT_RECEIVED, EventType.DOCUMENT_DELETED),
                event -> {
                    try {
                        new DocumentEvents(new DocumentStorage(stagedFiles.get(), objects), publisher, clock)
                                .handle(event);
                    } catch (TransientFailure failure) {
                        disks.writeFailed(OBJECTS, failure);
                        throw failure;
                    }
                });
    }
}
