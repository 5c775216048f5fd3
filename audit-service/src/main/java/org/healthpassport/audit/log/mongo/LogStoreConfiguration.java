package org.healthpassport.audit.log.mongo;

import com.mongodb.client.MongoDatabase;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.log.LogStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The log and its checkpoints in MongoDB. */
@Configuration(proxyBeanMethods = false)
class LogStoreConfiguration {
    @Bean
    LogStore logStore(MongoDatabase auditDatabase, LogInUse log) {
        return new MongoLogStore(auditDatabase, log);
    }

    @Bean
    CheckpointStore checkpointStore(MongoDatabase auditDatabase, LogInUse log) {
        return new MongoCheckpointStore(auditDatabase, log);
    }
}
