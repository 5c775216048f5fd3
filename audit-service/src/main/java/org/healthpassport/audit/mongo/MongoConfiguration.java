package org.healthpassport.audit.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import org.healthpassport.bus.mongo.DurableMongoClient;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database that the connection string names, by a client that gives up in time. */
@Configuration(proxyBeanMethods = false)
class MongoConfiguration {
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
    DurableDatabase durableDatabase(MongoDatabase auditDatabase) {
        return new DurableDatabase(auditDatabase);
    }
}
