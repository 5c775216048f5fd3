package org.healthpassport.audit.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.healthpassport.audit.log.SourcePartition;

/** Opens the bus for reading from given offsets. Addresses and credentials are settings; everything else is fixed here. */
public final class KafkaSources {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Map<String, Object> settings;
    private final EntryFunctions entries;
    private final Counter forged;
    private final Clock clock;
    private final Duration lookEvery;

    /** @param connection the addresses of the brokers and the login, by the names of Kafka's consumer settings */
    public KafkaSources(Map<String, Object> connection, EntryFunctions entries, MeterRegistry metrics, Clock clock) {
        this(connection, entries, metrics, clock, LOOK_EVERY);
    }

    /** @param lookEvery the time from one look for new partitions to the next */
    KafkaSources(
            Map<String, Object> connection,
            EntryFunctions entries,
            MeterRegistry metrics,
            Clock clock,
            Duration lookEvery) {
        this.entries = entries;
        this.forged = Counter.builder("healthpassport.audit.forged")
                .description("Records on the bus that the service did not write whose events they claim to be")
                .register(metrics);
        this.clock = clock;
        this.lookEvery = lookEvery;
        settings = new HashMap<>(connection);
        // There is no consumer group: the lease decides which instance reads, and the log from which offsets.
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "audit-service-log");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, KafkaSource.POLLED_AT_MOST);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, (int) lookEvery.toMillis());
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
        // JMX is one registry per JVM, in which several services of one JVM would meet.
        settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
    }

    KafkaSource open(Map<SourcePartition, Long> offsets) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        return new KafkaSource(consumer, offsets, entries, forged, clock, lookEvery);
    }

    /** The longest time until a new partition is noticed. */
    Duration noticedWithin() {
        // The client's own knowledge is as old as that when it is looked at.
        return lookEvery.multipliedBy(2);
    }
}
