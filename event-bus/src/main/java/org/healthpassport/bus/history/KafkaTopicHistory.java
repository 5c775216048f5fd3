package org.healthpassport.bus.history;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.history.Backlog.Gap;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.CloudEvents;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.kafka.ForgedEvent;

/** Reads by a consumer without a group, which moves nobody's offsets. */
public final class KafkaTopicHistory implements TopicHistory, AutoCloseable {
    private static final String CLIENT = "history";
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClients clients;
    private final ConsumerOffsets offsets;

    private final EventMacs macs;

    public KafkaTopicHistory(KafkaClients clients, EventMacs macs) {
        this.clients = clients;
        this.macs = macs;
        this.offsets = new ConsumerOffsets(clients);
    }

    @Override
    public void read(Set<Topics> topics, Set<EventType> types, Consumer<Part> take) {
        try (org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer = clients.reader(CLIENT)) {
            List<TopicPartition> places = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(places);
            Map<TopicPartition, Long> ends = consumer.endOffsets(places);
            read(consumer, types, take, begins, ends);
        }
    }

    @Override
    public Backlog backlog(Collection<EventSubscription> subscriptions) {
        return offsets.backlog(subscriptions);
    }

    @Override
    public Backlog rest(Backlog backlog) {
        return offsets.rest(backlog);
    }

    @Override
    public void read(Backlog backlog, Consumer<Part> take) {
        if (backlog.isEmpty()) {
            return;
        }
        Set<EventType> types = backlog.gaps().stream()
                .flatMap(gap -> gap.subscription().types().stream())
                .collect(Collectors.toUnmodifiableSet());
        Map<TopicPartition, Long> begins = backlog.gaps().stream().collect(toMap(Gap::place, Gap::begin, Math::min));
        Map<TopicPartition, Long> ends = backlog.gaps().stream().collect(toMap(Gap::place, Gap::end, Math::max));
        try (org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer = clients.reader(CLIENT)) {
            read(consumer, types, take, begins, ends);
        }
    }

    @Override
    public void close() {
        offsets.close();
    }

    private void read(
            org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer,
            Set<EventType> types,
            Consumer<Part> take,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends) {
        consumer.assign(begins.keySet());
        begins.forEach(consumer::seek);
        long all = sum(ends) - sum(begins);
        long left = left(consumer, ends);
        long begun = System.nanoTime();
        while (left > 0) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            long before = left;
            left = left(consumer, ends);
            take.accept(part(records, types, ends, all - left, all));
            if (left < before) {
                begun = System.nanoTime();
            } else if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new TransientFailure("Expected " + left + " more records, but the broker sends none");
            }
        }
    }

    private Part part(
            ConsumerRecords<String, byte[]> records,
            Set<EventType> types,
            Map<TopicPartition, Long> ends,
            long read,
            long all) {
        List<Event> events = new ArrayList<>();
        int malformed = 0;
        for (ConsumerRecord<String, byte[]> record : records) {
            TopicPartition place = new TopicPartition(record.topic(), record.partition());
            if (record.offset() < ends.getOrDefault(place, 0L)) {
                try {
                    Optional<EventType> type = CloudEvents.typeOf(record);
                    if (type.isPresent() && types.contains(type.get())) {
                        events.add(macs.read(record));
                    }
                } catch (MalformedEvent | ForgedEvent notOurs) {
                    malformed++;
                }
            }
        }
        return new Part(events, malformed, read, all);
    }

    /** The number of records before the ends; a partition that is read beyond its end has none left. */
    private static long left(
            org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
}
