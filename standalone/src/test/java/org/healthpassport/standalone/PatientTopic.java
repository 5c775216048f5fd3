package org.healthpassport.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.healthpassport.events.Event;
import org.healthpassport.events.Service;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;

/** Reads the patients' events from Kafka. */
final class PatientTopic {
    private PatientTopic() {}

    /**
     * All events so far, ordered by partition.
     *
     * @param broker the settings of a client
     * @param dataFolder with the keys of the services
     */
    static List<Event> events(Map<String, Object> broker, Path dataFolder) {
        EventMacs macs = macs(dataFolder.resolve("keys"));
        List<Event> events = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(broker, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.PATIENT.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    events.add(macs.read(record));
                }
            }
        }
        return events;
    }

    private static EventMacs macs(Path keyFolder) {
        MacKeyFolder keys = EventKeys.open(Service.API_SERVICE, keyFolder, FileProtection.NONE);
        return EventKeys.macs(Service.API_SERVICE, () -> keys);
    }
}
