package org.healthpassport.aggregates;

import org.healthpassport.bus.mongo.DurableMongoClient;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The settings of the MongoDB client on which the write path rests. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    @Bean
    MongoClientSettingsBuilderCustomizer durableMongoClient() {
        return DurableMongoClient::configure;
    }
}
