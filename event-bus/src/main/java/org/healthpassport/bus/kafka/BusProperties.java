package org.healthpassport.bus.kafka;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the event bus.
 *
 * @param partitions of a topic that does not exist yet
 * @param replicationFactor of a topic that does not exist yet; all replicas but one must have an event before it is
 *     acknowledged. If not set, the brokers use their own defaults for both
 * @param deadLetterRetention of a dead-letter topic that does not exist yet: the time for which its records can be
 *     replayed
 * @param unexpectedFor the time for which a record that fails for an unknown reason is tried before it becomes a dead
 *     letter; it begins again when the partition moves to another process, or this one starts again
 * @param concurrency threads per subscription; if not set, one per partition and one for replayed records, so that none
 *     waits for another
 */
@ConfigurationProperties("healthpassport.bus")
public record BusProperties(
        @DefaultValue("3") int partitions,
        @Nullable Short replicationFactor,
        @DefaultValue("180d") Duration deadLetterRetention,
        @DefaultValue("15m") Duration unexpectedFor,
        @Nullable Integer concurrency) {
    public BusProperties {
        if (partitions < 1
                || (replicationFactor != null && replicationFactor < 1)
                || (concurrency != null && concurrency < 1)) {
            throw new IllegalArgumentException(
                    "Expected partitions, replication factor and concurrency of the bus to be 1 or more");
        }
    }

    /** Threads per subscription. */
    public int threads() {
        return concurrency == null ? partitions + 1 : concurrency;
    }
}
