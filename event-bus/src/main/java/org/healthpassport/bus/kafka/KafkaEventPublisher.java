package org.healthpassport.bus.kafka;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.AttestedEvent;
import org.healthpassport.events.kafka.CloudEvents;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/** Publishes by one idempotent producer, made at the first use because that needs the broker's name to resolve. */
public final class KafkaEventPublisher implements EventPublisher, AutoCloseable {
    private final DefaultKafkaProducerFactory<String, byte[]> producers;

    public KafkaEventPublisher(DefaultKafkaProducerFactory<String, byte[]> producers) {
        this.producers = producers;
    }

    @Override
    public CompletableFuture<Void> publish(AttestedEvent event) {
        return send(CloudEvents.toRecord(event));
    }

    /** Sends a record as {@link #publish} sends an event. */
    public CompletableFuture<Void> send(ProducerRecord<String, byte[]> record) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        try (Producer<String, byte[]> producer = producers.createProducer()) { // shared: close gives it back
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }

    /**
     * Learns where the partitions are, so that the first event need not wait for it.
     *
     * @throws KafkaException if the broker does not answer
     */
    public void warm() {
        try (Producer<String, byte[]> producer = producers.createProducer()) {
            for (Topics topic : Topics.values()) {
                producer.partitionsFor(topic.topicName());
            }
        }
    }

    @Override
    public void close() {
        producers.destroy();
    }
}
