package org.healthpassport.api.notification.live;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.healthpassport.aggregates.secret.SealedTokens;
import org.healthpassport.events.Topics;

/**
 * The position of a stream: the offset of the next record of each partition. Offsets are the same for all instances, so
 * a stream goes on at any of them.
 */
record EventPosition(Map<TopicPartition, Long> next) {
    EventPosition {
        next = Map.copyOf(next);
    }

    /** The offset of the next record; 0 for a partition that was added later. */
    long of(TopicPartition partition) {
        return next.getOrDefault(partition, 0L);
    }

    /** The position behind a record. */
    EventPosition behind(TopicPartition partition, long offset) {
        Map<TopicPartition, Long> after = new HashMap<>(next);
        after.merge(partition, offset + 1, Math::max);
        return new EventPosition(after);
    }

    /** The position behind everything that is before one of both. */
    EventPosition furthest(EventPosition other) {
        Map<TopicPartition, Long> after = new HashMap<>(next);
        other.next.forEach((partition, offset) -> after.merge(partition, offset, Math::max));
        return new EventPosition(after);
    }

    /** True if records between this position and the other one are missing here. */
    boolean isBefore(EventPosition other) {
        return other.next.keySet().stream().anyMatch(partition -> of(partition) < other.of(partition));
    }

    Sealed sealed(Instant expiresAt) {
        return new Sealed(of(Topics.PATIENT), of(Topics.IDENTITY), expiresAt);
    }

    private List<Long> of(Topics topic) {
        return next.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic.topicName()))
                .sorted(Comparator.comparing(entry -> entry.getKey().partition()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The content of an {@code id} of an event: the offsets by partition, from 0. */
    record Sealed(List<Long> patient, List<Long> identity, Instant expiresAt) implements SealedTokens.Expiring {

        EventPosition position() {
            Map<TopicPartition, Long> next = new HashMap<>();
            put(next, Topics.PATIENT, patient);
            put(next, Topics.IDENTITY, identity);
            return new EventPosition(next);
        }

        private static void put(Map<TopicPartition, Long> next, Topics topic, List<Long> offsets) {
            for (int partition = 0; partition < offsets.size(); partition++) {
                next.put(new TopicPartition(topic.topicName(), partition), offsets.get(partition));
            }
        }
    }
}
