package org.healthpassport.bus.subscription;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.healthpassport.bus.failure.FailureKind;

/**
 * The records that failed here and are tried again, at most one in each partition. Shown as
 * {@code healthpassport.bus.failing} by consumer and kind: more than zero of the kind {@code unexpected} is an alarm, as
 * those records end as dead letters.
 */
final class RetriedRecords {
    private final MeterRegistry metrics;
    private final Map<Place, FailedAttempts> retried = new ConcurrentHashMap<>();

    RetriedRecords(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** Shows the figures of a consumer, which are zero so far. */
    void show(String consumer) {
        for (FailureKind kind : FailureKind.values()) {
            Gauge.builder("healthpassport.bus.failing", () -> count(consumer, kind))
                    .description("Records that a consumer could not handle yet and tries again")
                    .tag("consumer", consumer)
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .register(metrics);
        }
    }

    FailedAttempts failed(String consumer, TopicPartition partition, long offset, FailureKind kind) {
        return retried.merge(
                new Place(consumer, partition),
                FailedAttempts.first(offset, kind, System.nanoTime()),
                (known, now) -> known.and(now));
    }

    /** The partition goes on, or is no longer this process's. */
    void forget(String consumer, TopicPartition partition) {
        retried.remove(new Place(consumer, partition));
    }

    void forget(String consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> forget(consumer, partition));
    }

    /** The consumers with a record that fails for no known reason, by name. */
    List<String> unexpected() {
        return retried.entrySet().stream()
                .filter(entry -> entry.getValue().kind() == FailureKind.UNEXPECTED)
                .map(entry -> entry.getKey().consumer())
                .distinct()
                .sorted()
                .toList();
    }

    private long count(String consumer, FailureKind kind) {
        return retried.entrySet().stream()
                .filter(entry -> entry.getKey().consumer().equals(consumer))
                .filter(entry -> entry.getValue().kind() == kind)
                .count();
    }

    private record Place(String consumer, TopicPartition partition) {}
}
