package org.healthpassport.documents;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.healthpassport.events.Event;
import org.healthpassport.events.Service;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.CloudEvents;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;

/** Stands in for {@code api-service} on the bus: publishes its events and receives the results of the worker. */
final class Bus implements AutoCloseable {
    private final EventMacs macs;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Event> results = new ArrayList<>();

    Bus(String bootstrapServers, EventMacs macs) {
        this.macs = macs;
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.PROCESSING.topicName()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The keys of the services with which the worker exchanges events, made as at their first start. */
    static EventMacs macsOfApiService(Path keys) {
        MacKeyFolder own = EventKeys.openOrCreate(Service.API_SERVICE, keys, FileProtection.NONE, () -> false);
        EventKeys.openOrCreate(Service.AUDIT_SERVICE, keys, FileProtection.NONE, () -> false);
        return EventKeys.macs(Service.API_SERVICE, () -> own);
    }

    void publish(Event event) {
        try {
            producer.send(CloudEvents.toRecord(macs.attest(event))).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized List<Event> resultsOf(String documentId) {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> results.add(macs.read(record)));
        return results.stream()
                .filter(result -> result.subject().equals(documentId))
                .toList();
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
