package org.healthpassport.audit.eventkey;

import java.time.Duration;
import org.healthpassport.audit.background.BackgroundLoop;
import org.healthpassport.bus.history.KafkaMacs;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.vault.key.MacKeyFolder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/** The rotation of keys, on a thread of its own. */
@Configuration(proxyBeanMethods = false)
class EventKeyConfiguration {
    /** Each look opens three files, for which a key management service may be asked. */
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(30);

    @Bean
    BackgroundLoop eventKeyRotation(
            @Value("${spring.application.name}") String application,
            AwaitedDependency<MacKeyFolder> openedEventKeys,
            ProducerFactory<?, ?> kafkaProducerFactory,
            ConsumerFactory<?, ?> kafkaConsumerFactory,
            KafkaAdmin kafkaAdmin) {
        KafkaMacs records =
                new KafkaMacs(new KafkaClients(application, kafkaProducerFactory, kafkaConsumerFactory, kafkaAdmin));
        FollowedRotation rotation = new FollowedRotation(openedEventKeys, records::read, System::nanoTime);
        return new BackgroundLoop("audit-event-keys", LOOKS_EVERY, () -> {
            rotation.turn();
            return false;
        });
    }
}
