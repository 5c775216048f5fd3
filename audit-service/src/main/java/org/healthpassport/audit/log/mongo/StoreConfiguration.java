package org.healthpassport.audit.log.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import org.healthpassport.audit.keys.AuditKeys;
import org.healthpassport.audit.lease.LeaseStore;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.OwnEntries;
import org.healthpassport.bus.mongo.DurableMongoClient;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The log in the database that the connection string names, by a client that knows when to give up. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
    private static final String DEFAULT_DATABASE = "healthpassport";

    @Bean
    MongoClientSettingsBuilderCustomizer durableMongoClient() {
        return DurableMongoClient::configure;
    }

    @Bean
    MongoDatabase auditDatabase(MongoClient client, MongoConnectionDetails connection) {
        String named = connection.getConnectionString().getDatabase();
        return client.getDatabase(named == null ? DEFAULT_DATABASE : named);
    }

    @Bean
    LogStore logStore(MongoDatabase auditDatabase) {
        return new MongoLogStore(auditDatabase);
    }

    @Bean
    CheckpointStore checkpointStore(MongoDatabase auditDatabase) {
        return new MongoCheckpointStore(auditDatabase);
    }

    @Bean
    OwnEntries ownEntries(MongoDatabase auditDatabase, AuditKeys keys, Clock clock) {
        return new MongoOwnEntries(auditDatabase, keys, clock);
    }

    @Bean
    LeaseStore leaseStore(MongoDatabase auditDatabase) {
        return new MongoLeaseStore(auditDatabase);
    }

    @Bean
    StoredFileCache fullFiles(LogStore store) {
        return new StoredFileCache(store);
    }

    @Bean
    CommittedLog committedLog(LogStore store, CheckpointStore checkpoints, StoredFileCache files) {
        return new CommittedLog(store, checkpoints, files, System::nanoTime);
    }
}
