package org.healthpassport.bus.history;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.history.Backlog.Gap;
import org.healthpassport.bus.kafka.KafkaClients;
import org.jspecify.annotations.Nullable;

/** Compares how far consumers are with where their topics end. One client stays connected, as that is asked for every second. */
final class ConsumerOffsets implements AutoCloseable {
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(3);

    private final KafkaClients clients;
    private @Nullable Admin connected;

    ConsumerOffsets(KafkaClients clients) {
        this.clients = clients;
    }

    Backlog backlog(Collection<EventSubscription> subscriptions) {
        List<Gap> whole = new ArrayList<>();
        for (EventSubscription subscription : subscriptions) {
            List<TopicPartition> places = places(subscription);
            offsets(places, OffsetSpec.latest())
                    .forEach((place, end) -> whole.add(new Gap(subscription, place, 0, end)));
        }
        return rest(new Backlog(whole));
    }

    Backlog rest(Backlog backlog) {
        Map<String, Map<TopicPartition, Long>> committed = committed(backlog);
        List<Gap> open = backlog.gaps().stream()
                .map(gap -> beginningAt(
                        gap,
                        committed
                                .getOrDefault(gap.subscription().consumer(), Map.of())
                                .getOrDefault(gap.place(), 0L)))
                .filter(gap -> gap.begin() < gap.end())
                .toList();
        // Kafka may have removed the records before a later offset, so that there is nothing to handle.
        Map<TopicPartition, Long> kept = offsets(open.stream().map(Gap::place).toList(), OffsetSpec.earliest());
        return new Backlog(open.stream()
                .map(gap -> beginningAt(gap, kept.getOrDefault(gap.place(), 0L)))
                .filter(gap -> gap.begin() < gap.end())
                .toList());
    }

    private static Gap beginningAt(Gap gap, long offset) {
        return new Gap(gap.subscription(), gap.place(), Math.max(gap.begin(), offset), gap.end());
    }

    private List<TopicPartition> places(EventSubscription subscription) {
        String topic = subscription.topic().topicName();
        try {
            return answer(admin().describeTopics(List.of(topic)).allTopicNames()).values().stream()
                    .flatMap(described -> described.partitions().stream())
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
        } catch (NotCreatedYet empty) {
            return List.of();
        }
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> places, OffsetSpec which) {
        if (places.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, ListOffsetsResultInfo> found =
                answer(admin().listOffsets(places.stream().distinct().collect(toMap(place -> place, place -> which)))
                        .all());
        return found.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, offset -> offset.getValue().offset()));
    }

    private Map<String, Map<TopicPartition, Long>> committed(Backlog backlog) {
        if (backlog.isEmpty()) {
            return Map.of();
        }
        Map<String, ListConsumerGroupOffsetsSpec> groups = backlog.gaps().stream()
                .map(gap -> gap.subscription().consumer())
                .distinct()
                .collect(toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec()));
        Map<String, Map<TopicPartition, Long>> committed = new HashMap<>();
        answer(admin().listConsumerGroupOffsets(groups).all()).forEach((group, offsets) -> {
            Map<TopicPartition, Long> ofGroup = new HashMap<>();
            offsets.forEach((place, offset) -> put(ofGroup, place, offset));
            committed.put(group, ofGroup);
        });
        return committed;
    }

    /** Kafka answers null for a partition without an offset. */
    private static void put(
            Map<TopicPartition, Long> offsets, TopicPartition place, @Nullable OffsetAndMetadata committed) {
        if (committed != null) {
            offsets.put(place, committed.offset());
        }
    }

    private synchronized Admin admin() {
        Admin there = connected;
        if (there == null) {
            there = clients.admin();
            connected = there;
        }
        return there;
    }

    private static <T> T answer(KafkaFuture<T> asked) {
        try {
            return asked.get(ANSWERED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("Expected an answer of Kafka, but was interrupted", e);
        } catch (TimeoutException e) {
            throw new TransientFailure(
                    "Expected an answer of Kafka within " + ANSWERED_WITHIN.toSeconds() + " s, but there was none", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new NotCreatedYet(e);
            }
            throw new TransientFailure("Expected offsets of Kafka, but it failed: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        if (connected != null) {
            connected.close(Duration.ofSeconds(1));
            connected = null;
        }
    }

    private static final class NotCreatedYet extends TransientFailure {
        private static final long serialVersionUID = 1L;

        NotCreatedYet(Throwable cause) {
            super("Expected a topic, but there is none yet", cause);
        }
    }
}
