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
    private static final int STAGING_THREADS = 32;
    /** Two for each download that may run at once, so that none waits for another one's store, and some for the upkeep. */
    private static final int STORE_THREADS = 2 * 128 + 32;

    private static final int TASKS_WAITING = 10_000;

    /** Receives uploads. */
    @Bean(destroyMethod = "dispose")
    Scheduler stagingScheduler() {
        return Schedulers.newBoundedElastic(STAGING_THREADS, TASKS_WAITING, "documents");
    }

    /** Works with the object stores, each of which may keep a thread waiting until a time-out. */
    @Bean(destroyMethod = "dispose")
    Scheduler storeScheduler() {
        return Schedulers.newBoundedElastic(STORE_THREADS, TASKS_WAITING, "document-stores");
    }

    @Bean
    WatchedPart stagingPart(DocumentSettings settings) {
        return WatchedPart.limited(
                WatchedPart.STAGING, FileUrl.toPath(settings.stagingUrl(), "STAGING_URL"), settings.stagingQuota());
    }

    /** There is no such part if no store for new documents is a folder. */
    @Bean
    @Nullable
    WatchedPart objectsPart(DocumentSettings settings) {
        return settings.stores()
                .folder()
                .map(folder -> WatchedPart.of(WatchedPart.OBJECTS, folder))
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
            Scheduler stagingScheduler,
            Scheduler storeScheduler,
            DiskWatch disks) {
        return new DocumentBytes(
                StagedFiles.at(settings.stagingUrl()), stores, keyRing, stagingScheduler, storeScheduler, disks);
    }
}
