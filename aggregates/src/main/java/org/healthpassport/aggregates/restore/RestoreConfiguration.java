package org.healthpassport.aggregates.restore;

import java.time.Clock;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.witness.KafkaWitness;
import org.healthpassport.aggregates.witness.StoreWitness;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.events.kafka.EventMacs;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** The step of a start after a restore. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RestoreSettings.class)
class RestoreConfiguration {
    @Bean
    StoreRestore storeRestore(
            RestoreSettings settings,
            AggregateStore store,
            ReactiveMongoTemplate mongo,
            KafkaClients clients,
            EventMacs macs,
            KafkaWitness kafkaWitness,
            StoreWitness storeWitness,
            Clock clock) {
        return new StoreRestore(settings.isRestored(), store, mongo, clients, macs, kafkaWitness, storeWitness, clock);
    }
}
