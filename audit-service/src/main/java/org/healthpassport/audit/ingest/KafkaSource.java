package org.healthpassport.audit.ingest;

import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.healthpassport.audit.entry.Finding.OffsetGap;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.log.SourcePartition;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.ForgedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of all topics from given offsets. Records that are gone are replaced by an entry that records the gap.
 * After an exception that it does not handle, its position is unknown and it must be closed.
 */
final class KafkaSource implements AutoCloseable {
    static final int POLLED_AT_MOST = 512;

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSource.class);
    /** With those that the queue of own entries adds, a batch has no more than 4,096. */
    private static final int READ_AT_MOST = 4096 - Ingestion.OWN_AT_MOST;
    /** One insert into the store takes 48 MB. */
    private static final long BYTES_AT_MOST = 16L << 20;

    /** The longest wait for a first record, and so of own entries, while nothing comes from Kafka. */
    private static final Duration LISTENING = Duration.ofMillis(300);

    private static final Duration GATHERING = Duration.ofMillis(100);
    private static final long PAUSE_NANOS = Duration.ofMillis(25).toNanos();
    /** Of the time to gather, the end without a pause, so that what came during the last one is read in time. */
    private static final long LAST_NANOS = Duration.ofMillis(10).toNanos();

    private static final int FEW = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<SourcePartition, Long> next;
    private final EntryFunctions functions;
    private final ForgedRecords forged;
    private final Clock clock;
    private final long lookEveryNanos;
    private final KafkaSilence silence = new KafkaSilence(System::nanoTime);
    private long lookedAt;

    KafkaSource(
            Consumer<byte[], byte[]> consumer,
            Map<SourcePartition, Long> offsets,
            EntryFunctions functions,
            Counter forged,
            Clock clock,
            Duration lookEvery) {
        this.consumer = consumer;
        this.next = new HashMap<>(offsets);
        this.functions = functions;
        this.forged = new ForgedRecords(forged, clock);
        this.clock = clock;
        this.lookEveryNanos = lookEvery.toNanos();
        this.lookedAt = System.nanoTime() - lookEveryNanos;
    }

    /** Waits for a first record, then gathers for a tenth of a second, or until there is enough. */
    Batch read() {
        lookForPartitions();
        List<IdentifiedEntry> entries = new ArrayList<>(forged.counted());
        List<IdentifiedEntry> polled = poll(LISTENING);
        long end = System.nanoTime() + GATHERING.toNanos();
        long bytes = 0;
        while (!polled.isEmpty()) {
            for (IdentifiedEntry entry : polled) {
                entries.add(entry);
                bytes += entry.entry().length();
            }
            boolean room = entries.size() + POLLED_AT_MOST <= READ_AT_MOST && bytes < BYTES_AT_MOST;
            polled = room ? pollUntil(end, polled.size()) : List.of();
        }
        return new Batch(entries, next);
    }

    /** Pauses after few records, as each poll asks the broker again, mostly for a single record. */
    private List<IdentifiedEntry> pollUntil(long end, int polledBefore) {
        long rest = end - System.nanoTime();
        if (polledBefore < FEW && rest > LAST_NANOS) {
            LockSupport.parkNanos(Math.min(PAUSE_NANOS, rest - LAST_NANOS));
            rest = end - System.nanoTime();
        }
        return rest > 0 ? poll(Duration.ofNanos(rest)) : List.of();
    }

    /** The end offsets of the partitions; empty if Kafka does not answer or has none. */
    Optional<Map<SourcePartition, Long>> ends() {
        if (consumer.assignment().isEmpty()) {
            return Optional.empty();
        }
        try {
            Map<SourcePartition, Long> ends = new HashMap<>();
            consumer.endOffsets(consumer.assignment(), PATIENCE)
                    .forEach((partition, offset) -> ends.put(source(partition), offset));
            silence.noteAnswer();
            return Optional.of(ends);
        } catch (TimeoutException e) {
            silence.noteSilence(e);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(PATIENCE));
    }

    private List<IdentifiedEntry> poll(Duration patience) {
        if (consumer.assignment().isEmpty()) {
            LockSupport.parkNanos(patience.toNanos());
            return List.of();
        }
        List<IdentifiedEntry> entries = new ArrayList<>();
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
                entryOf(record).ifPresent(entries::add);
                next.put(new SourcePartition(record.topic(), record.partition()), record.offset() + 1);
            }
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions()
                    .forEach((partition, expected) -> entries.add(goOnBehindGap(partition, expected)));
        }
        return entries;
    }

    private Optional<IdentifiedEntry> entryOf(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(functions.ofRecord().apply(record));
        } catch (ForgedEvent e) {
            return forged.entryOf(record, EventEntries.origin(record));
        }
    }

    private IdentifiedEntry goOnBehindGap(TopicPartition partition, long expected) {
        long found = consumer.beginningOffsets(Set.of(partition), PATIENCE).getOrDefault(partition, 0L);
        LOG.error(
                "Expected to read {} from offset {}, but these records are gone; continuing from offset {}",
                partition,
                expected,
                found);
        consumer.seek(partition, found);
        next.put(source(partition), found);
        OffsetGap gap = new OffsetGap(partition.topic(), partition.partition(), expected, found);
        return functions.ofGap().apply(gap, clock.instant());
    }

    private void lookForPartitions() {
        if (System.nanoTime() - lookedAt < lookEveryNanos) {
            return;
        }
        lookedAt = System.nanoTime();
        Set<TopicPartition> known = consumer.assignment();
        Set<TopicPartition> all = new HashSet<>(known);
        try {
            for (Topics topic : Topics.values()) {
                consumer.partitionsFor(topic.topicName(), PATIENCE)
                        .forEach(found -> all.add(new TopicPartition(found.topic(), found.partition())));
            }
        } catch (TimeoutException e) {
            silence.noteSilence(e);
            return;
        }
        if (all.size() > known.size()) {
            consumer.assign(all);
            all.removeAll(known);
            all.forEach(added -> consumer.seek(added, next.getOrDefault(source(added), 0L)));
        }
    }

    private static SourcePartition source(TopicPartition partition) {
        return new SourcePartition(partition.topic(), partition.partition());
    }
}
