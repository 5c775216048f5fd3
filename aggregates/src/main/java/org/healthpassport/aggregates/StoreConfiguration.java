package org.healthpassport.aggregates;

import org.healthpassport.bus.mongo.DurableMongoClient;
import org.healthpassport.bus.mongo.MongoSockets;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The settings of the MongoDB client on which the write path rests. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    @Bean
    MongoSockets mongoSockets() {
        return new MongoSockets();
    }

    @Bean
    MongoClientSettingsBuilderCustomizer durableMongoClient(MongoSockets sockets) {
        return settings -> {
            DurableMongoClient.configure(settings);
            sockets.configure(settings);
        };
    }
}
