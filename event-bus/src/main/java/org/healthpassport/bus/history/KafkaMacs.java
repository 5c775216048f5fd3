package org.healthpassport.bus.history;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.deadletter.DeadLetterTopic;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.events.Service;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.CloudEvents;

/**
 * The MACs of all records that the broker keeps: events, dead letters and replayed ones, whether or not anybody believes them.
 * Read by a consumer without a group, which moves nobody's offsets.
 */
public final class KafkaMacs {
    private static final String CLIENT = "macs";
    private static final Duration POLL = Duration.ofMillis(250);

    private final KafkaClients clients;

    public KafkaMacs(KafkaClients clients) {
        this.clients = clients;
    }

    /** Takes the MACs of one record. */
    @FunctionalInterface
    public interface Taker {
        /** @param macs by the service that reads the record */
        void take(Map<Service, byte[]> macs, boolean isDeadLetter);
    }

    /**
     * Reads all topics of ours from their beginning up to where they end now. Blocks until it is done.
     *
     * @throws TransientFailure if that takes longer; what was taken until then is not all
     */
    public void read(Duration within, Taker taker) {
        long begun = System.nanoTime();
        try (Consumer<String, byte[]> consumer = clients.reader(CLIENT)) {
            List<TopicPartition> places = consumer.listTopics().entrySet().stream()
                    .filter(topic -> isOurs(topic.getKey()))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(places);
            consumer.assign(places);
            consumer.seekToBeginning(places);
            while (left(consumer, ends) > 0) {
                if (System.nanoTime() - begun > within.toNanos()) {
                    throw new TransientFailure("Expected to read all records of Kafka within %d s, but %d are left"
                            .formatted(within.toSeconds(), left(consumer, ends)));
                }
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    taker.take(
                            CloudEvents.macs(record.headers()),
                            DeadLetterTopic.of(record.topic()).isPresent());
                }
            }
        }
    }

    private static boolean isOurs(String name) {
        return Arrays.stream(Topics.values())
                .map(Topics::topicName)
                .anyMatch(topic -> name.equals(topic) || name.startsWith(topic + '.'));
    }

    /** The number of records before the ends; a partition that is read beyond its end has none left. */
    private static long left(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }
}
