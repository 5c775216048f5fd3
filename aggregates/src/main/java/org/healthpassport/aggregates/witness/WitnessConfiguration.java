package org.healthpassport.aggregates.witness;

import org.healthpassport.aggregates.id.Ids;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** The memory of this instance outside of the store. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WitnessSettings.class)
class WitnessConfiguration {
    @Bean
    KafkaWitness kafkaWitness(WitnessSettings settings) {
        return new KafkaWitness(settings.folder());
    }

    @Bean
    StoreWitness storeWitness(WitnessSettings settings, ReactiveMongoTemplate mongo, Ids ids) {
        return new StoreWitness(settings.folder(), mongo, ids);
    }
}
