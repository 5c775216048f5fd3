package org.healthpassport.audit.lease;

import com.mongodb.client.MongoDatabase;
import java.util.UUID;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** This instance's part in the election of the writer. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LeaseSettings.class)
class LeaseConfiguration {

    @Bean
    WriterElection writerElection(MongoDatabase auditDatabase, LeaseSettings settings) {
        return new WriterElection(
                UUID.randomUUID().toString(),
                new MongoLeaseStore(auditDatabase),
                settings.takeOverAfter(),
                System::nanoTime);
    }
}
