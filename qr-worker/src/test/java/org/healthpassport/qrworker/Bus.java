package org.healthpassport.qrworker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
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
    private final StringBuilder seen = new StringBuilder();

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
        List<TopicPartition> partitions = Stream.of(Topics.PATIENT, Topics.PROCESSING)
                .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
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

    synchronized List<Event> resultsOf(String qrCodeId) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
            seen.append(record).append(new String(record.value(), ISO_8859_1));
            Event event = macs.read(record);
            if (event.type() == EventType.QR_CODE_DRAWN) {
                results.add(event);
            }
        }
        return results.stream()
                .filter(result -> result.subject().equals(qrCodeId))
                .toList();
    }

    /** Every record of both topics up to the last expected result. */
    synchronized String seen() {
        return seen.toString();
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
