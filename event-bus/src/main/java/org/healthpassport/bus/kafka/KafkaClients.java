package org.healthpassport.bus.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.healthpassport.bus.EventSubscription;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.serializer.ErrorHandlingDeserializer;

/**
 * The clients of the bus. Addresses and credentials are Spring Boot's; the settings that the guarantees of the bus
 * depend on are fixed here.
 */
public final class KafkaClients {
    /** Then the partitions of a dead consumer go to another; brokers refuse less unless told otherwise. */
    private static final int SESSION_TIMEOUT_MS = 6_000;

    private static final int FETCH_MAX_WAIT_MS = 1_000;

    private final String application;
    private final ProducerFactory<?, ?> producers;
    private final ConsumerFactory<?, ?> consumers;
    private final KafkaAdmin admin;

    public KafkaClients(
            String application, ProducerFactory<?, ?> producers, ConsumerFactory<?, ?> consumers, KafkaAdmin admin) {
        this.application = application;
        this.producers = producers;
        this.consumers = consumers;
        this.admin = admin;
    }

    /** Producers that lose and reorder nothing, and give up soon. */
    public DefaultKafkaProducerFactory<String, byte[]> producers() {
        Map<String, Object> settings = own(producers.getConfigurationProperties());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, application + "-publisher");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // A publisher holds a thread or a request for this long; the default is 60 s.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        DefaultKafkaProducerFactory<String, byte[]> factory =
                new DefaultKafkaProducerFactory<>(settings, StringSerializer::new, ByteArraySerializer::new);
        factory.setPhysicalCloseTimeout(5); // seconds that a service gives unacknowledged events when it stops
        return factory;
    }

    /** Consumers of the group that is named as the subscription is. */
    public ConsumerFactory<String, byte[]> consumers(EventSubscription subscription) {
        Map<String, Object> settings = own(consumers.getConfigurationProperties());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, application + "-" + subscription.consumer());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, subscription.consumer());
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ErrorHandlingDeserializer.class);
        settings.put(ErrorHandlingDeserializer.KEY_DESERIALIZER_CLASS, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ErrorHandlingDeserializer.class);
        settings.put(ErrorHandlingDeserializer.VALUE_DESERIALIZER_CLASS, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // The classic protocol, because in the new one only the broker sets the session time-out, to 45 s.
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_TIMEOUT_MS / 3);
        // Most consumers wait most of the time. A record ends the wait at once; only a partition that is resumed, or
        // that comes from another consumer, waits for the fetch under way.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS);
        // The heartbeat thread of each consumer looks that often whether a heartbeat is due; the default is 100 ms.
        settings.put(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, 300);
        // Partitions that stay with a consumer are not taken from it while others move.
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(CooperativeStickyAssignor.class));
        // The time for all of them before the group takes the consumer for dead.
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, subscription.recordsAtOnce());
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 600_000);
        return new DefaultKafkaConsumerFactory<>(settings);
    }

    /** A consumer without a group, for reading chosen partitions; the caller closes it. */
    public Consumer<String, byte[]> reader(String name) {
        Map<String, Object> settings = own(consumers.getConfigurationProperties());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, application + "-" + name);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** A client for topics and their settings; the caller closes it. */
    public Admin admin() {
        Map<String, Object> settings = own(admin.getConfigurationProperties());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, application + "-topics");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        return Admin.create(settings);
    }

    private static Map<String, Object> own(Map<String, Object> settings) {
        Map<String, Object> own = new HashMap<>(settings);
        // JMX is one registry per JVM, in which several services of one JVM would meet.
        own.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        return own;
    }
}
