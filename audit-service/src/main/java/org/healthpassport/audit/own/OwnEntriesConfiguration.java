package org.healthpassport.audit.own;

import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import org.healthpassport.audit.keys.AuditKeys;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The queue in MongoDB. */
@Configuration(proxyBeanMethods = false)
class OwnEntriesConfiguration {
    @Bean
    OwnEntries ownEntries(MongoDatabase auditDatabase, AuditKeys keys, Clock clock) {
        return new MongoOwnEntries(auditDatabase, keys, clock);
    }
}
