package org.healthpassport.bus.subscription;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.deadletter.DeadLetterTopics;
import org.healthpassport.bus.deadletter.KafkaDeadLetterTopics;
import org.healthpassport.bus.history.KafkaMacs;
import org.healthpassport.bus.history.KafkaTopicHistory;
import org.healthpassport.bus.history.TopicHistory;
import org.healthpassport.bus.kafka.BusProperties;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.bus.kafka.KafkaEventPublisher;
import org.healthpassport.bus.kafka.TopicCreation;
import org.healthpassport.events.kafka.EventMacs;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Gives a service with {@link EventMacs} an {@link EventPublisher} and runs the {@link EventSubscription}s it declares as beans. The broker is
 * that of {@code spring.kafka.bootstrap-servers} or of a {@code KafkaConnectionDetails} bean. Public for services that
 * use other parts of this module and exclude it.
 */
@AutoConfiguration(after = {KafkaAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class})
@EnableConfigurationProperties(BusProperties.class)
public final class EventBusAutoConfiguration {

    @Bean
    KafkaClients kafkaClients(
            @Value("${spring.application.name:health-passport}") String application,
            ProducerFactory<?, ?> kafkaProducerFactory,
            ConsumerFactory<?, ?> kafkaConsumerFactory,
            KafkaAdmin kafkaAdmin) {
        return new KafkaClients(application, kafkaProducerFactory, kafkaConsumerFactory, kafkaAdmin);
    }

    @Bean
    KafkaEventPublisher eventPublisher(KafkaClients clients) {
        return new KafkaEventPublisher(clients.producers());
    }

    @Bean
    Subscriptions eventSubscriptions(
            ObjectProvider<EventSubscription> declared,
            KafkaClients clients,
            BusProperties bus,
            KafkaEventPublisher publisher,
            EventMacs macs,
            RetriedRecords retried,
            ObjectProvider<MeterRegistry> metrics,
            ObjectProvider<Clock> clock) {
        List<EventSubscription> subscriptions = declared.orderedStream().toList();
        DeadLetterWriter deadLetters = new DeadLetterWriter(
                publisher, metrics.getIfAvailable(SimpleMeterRegistry::new), clock.getIfUnique(Clock::systemUTC));
        TopicCreation topics = new TopicCreation(clients, bus, subscriptions);
        return new Subscriptions(subscriptions, clients, bus, topics, publisher, macs, deadLetters, retried);
    }

    @Bean
    RetriedRecords retriedRecords(ObjectProvider<MeterRegistry> metrics) {
        return new RetriedRecords(metrics.getIfAvailable(SimpleMeterRegistry::new));
    }

    @Bean
    DeadLetterTopics deadLetterTopics(KafkaClients clients, KafkaEventPublisher publisher) {
        return new KafkaDeadLetterTopics(clients, publisher);
    }

    @Bean
    TopicHistory topicHistory(KafkaClients clients, EventMacs macs) {
        return new KafkaTopicHistory(clients, macs);
    }

    @Bean
    KafkaMacs kafkaMacs(KafkaClients clients) {
        return new KafkaMacs(clients);
    }

    @Bean
    HealthIndicator eventBusHealthIndicator(Subscriptions subscriptions, RetriedRecords retried) {
        return new SubscriptionsHealth(subscriptions, retried);
    }

    @Bean
    static EventBusReadiness eventBusReadinessGroup() {
        return new EventBusReadiness();
    }
}
