package org.healthpassport.api.document;

import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.api.disk.DiskWatch;
import org.healthpassport.api.disk.WatchedPart;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.vault.durable.FileUrl;
import org.healthpassport.vault.staging.StagedFiles;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The places where documents are staged and stored, and the threads that read and write there. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DocumentSettings.class)
class DocumentConfiguration {
    private static final int THREADS = 32;
    private static final int TASKS_WAITING = 10_000;

    @Bean(destroyMethod = "dispose")
    Scheduler documentScheduler() {
        return Schedulers.newBoundedElastic(THREADS, TASKS_WAITING, "documents");
    }

    @Bean
    WatchedPart stagingPart(DocumentSettings settings) {
        return new WatchedPart(WatchedPart.STAGING, FileUrl.toPath(settings.stagingUrl(), "STAGING_URL"));
    }

    /** There is no such part if no store for new documents is a folder. */
    @Bean
    @Nullable
    WatchedPart objectsPart(DocumentSettings settings) {
        return settings.stores()
                .folder()
                .map(folder -> new WatchedPart(WatchedPart.OBJECTS, folder))
                .orElse(null);
    }

    @Bean
    DocumentStores documentStores(DocumentSettings settings) {
        return DocumentStores.open(settings.stores(), settings.storeCredentials()::get);
    }

    @Bean
    DocumentBytes documentBytes(
            DocumentSettings settings,
            DocumentStores stores,
            SubjectKeyRing keyRing,
            Scheduler documentScheduler,
            DiskWatch disks) {
        return new DocumentBytes(StagedFiles.at(settings.stagingUrl()), stores, keyRing, documentScheduler, disks);
    }
}
