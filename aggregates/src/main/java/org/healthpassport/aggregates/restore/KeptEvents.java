package org.healthpassport.aggregates.restore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.healthpassport.aggregates.Restoration.LostEvent;
import org.healthpassport.aggregates.head.StreamHeads;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.events.Event;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.kafka.ForgedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The numbered events of aggregates that Kafka keeps, as far as their writer is proven. For one thread. */
final class KeptEvents implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeptEvents.class);
    private static final Set<Topics> TOPICS = Set.of(Topics.PATIENT, Topics.IDENTITY);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final int BATCH = 1_000;
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);

    private final org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer;
    private final EventMacs macs;
    private final Map<TopicPartition, Long> begins;
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, Instant> oldest = new HashMap<>();

    KeptEvents(KafkaClients clients, EventMacs macs) {
        this.consumer = clients.reader("restore");
        this.macs = macs;
        List<TopicPartition> partitions = TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
                .map(found -> new TopicPartition(found.topic(), found.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        begins = consumer.beginningOffsets(partitions);
        ends = consumer.endOffsets(partitions);
    }

    /** The offsets behind the last records. */
    Map<TopicPartition, Long> ends() {
        return Map.copyOf(ends);
    }

    /**
     * Gives all events, in batches.
     *
     * @throws TimeoutException Kafka gives nothing more, although there is more
     */
    void read(Consumer<List<LostEvent>> batches) {
        long all = left();
        long heardAt = System.nanoTime();
        long toldAt = heardAt;
        List<LostEvent> batch = new ArrayList<>();
        while (left() > 0) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                heardAt = System.nanoTime();
                batch.addAll(events(records));
            }
            if (batch.size() >= BATCH) {
                batches.accept(batch);
                batch = new ArrayList<>();
            }
            if (System.nanoTime() - heardAt > SILENCE.toNanos()) {
                throw new TimeoutException("Expected the rest of the events from Kafka, but it gives none.");
            }
            if (System.nanoTime() - toldAt > PROGRESS_EVERY.toNanos()) {
                toldAt = System.nanoTime();
                log.info("Reading the events since the backup: {} of {} records are left", left(), all);
            }
        }
        batches.accept(batch);
    }

    /**
     * True if its retention deleted nothing that was written after that minute. To be asked when everything was read.
     *
     * @param minute as of {@link StreamHeads#minute}
     */
    boolean reachesBackTo(String minute) {
        return begins.entrySet().stream()
                .allMatch(begin -> begin.getValue() == 0
                        || begin.getValue().equals(ends.get(begin.getKey()))
                        || oldest.containsKey(begin.getKey())
                                && StreamHeads.minute(oldest.get(begin.getKey()))
                                                .compareTo(minute)
                                        <= 0);
    }

    private List<LostEvent> events(ConsumerRecords<String, byte[]> records) {
        List<LostEvent> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            oldest.putIfAbsent(
                    new TopicPartition(record.topic(), record.partition()), Instant.ofEpochMilli(record.timestamp()));
            try {
                Event event = macs.read(record);
                if (event.sequence() != null) {
                    events.add(LostEvent.of(event));
                }
            } catch (MalformedEvent | ForgedEvent notOurs) {
                log.debug("Not a provable event: {}-{}@{}", record.topic(), record.partition(), record.offset());
            }
        }
        return events;
    }

    private long left() {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
