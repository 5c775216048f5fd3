package org.healthpassport.audit.log.mongo;

import com.mongodb.client.MongoDatabase;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.LogStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The log and its checkpoints in MongoDB. */
@Configuration(proxyBeanMethods = false)
class LogStoreConfiguration {
    @Bean
    LogStore logStore(MongoDatabase auditDatabase) {
        return new MongoLogStore(auditDatabase);
    }

    @Bean
    CheckpointStore checkpointStore(MongoDatabase auditDatabase) {
        return new MongoCheckpointStore(auditDatabase);
    }
}
