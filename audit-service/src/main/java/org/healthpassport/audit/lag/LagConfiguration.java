package org.healthpassport.audit.lag;

import com.mongodb.client.MongoDatabase;
import org.healthpassport.audit.background.BackgroundLoop;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.projection.Generations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The progress of writer and views, and the loop that samples it. */
@Configuration(proxyBeanMethods = false)
class LagConfiguration {
    @Bean
    SharedProgress sharedProgress(MongoDatabase auditDatabase) {
        return new SharedProgress(auditDatabase, System::nanoTime);
    }

    @Bean
    ViewProgress viewProgress(SharedProgress writer, CommittedEntries entries, Generations generations) {
        return new ViewProgress(() -> writer.latest().caughtUpTo(), entries, generations);
    }

    @Bean
    BackgroundLoop sampling(ViewProgress progress) {
        return new BackgroundLoop("audit-lag", ViewProgress.EVERY, () -> {
            progress.sample();
            return false;
        });
    }
}
