package org.healthpassport.audit.log;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The log as this instance reads it. */
@Configuration(proxyBeanMethods = false)
class LogConfiguration {
    @Bean
    StoredFileCache storedFileCache(LogStore store) {
        return new StoredFileCache(store);
    }

    @Bean
    CommittedLog committedLog(LogStore store, CheckpointStore checkpoints, StoredFileCache files) {
        return new CommittedLog(store, checkpoints, files, System::nanoTime);
    }
}
