package org.healthpassport.bus.kafka;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;

/**
 * Gives the access to Kafka to every client of this service: all of them are made from Spring Boot's settings. A setting
 * that was given to Spring Boot itself counts more.
 */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
@EnableConfigurationProperties(KafkaAccess.class)
final class KafkaAccessAutoConfiguration {
    @Bean
    static BeanPostProcessor kafkaAccessOfAllClients(ObjectProvider<KafkaAccess> access) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof KafkaProperties settings) {
                    access.getObject().clientSettings().forEach(settings.getProperties()::putIfAbsent);
                }
                return bean;
            }
        };
    }
}
