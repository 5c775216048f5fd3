package org.healthpassport.aggregates.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.PartFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers in a file how far this service has read each partition. If Kafka has fewer records than that later, it was set back,
 * and nobody knows which events are gone. For any number of threads.
 *
 * <p>The file has a line {@code topic partition offset} for each partition, the offset being that of the next record.
 */
public final class KafkaWitness {
    /** Its name in the folder. */
    public static final String NAME = "kafka-positions";

    private static final Logger log = LoggerFactory.getLogger(KafkaWitness.class);
    private static final long WRITE_NANOS = Duration.ofSeconds(5).toNanos();

    private final @Nullable Path folder;
    private final Map<TopicPartition, Long> seen = new HashMap<>();
    /** The offsets of before this start. */
    private Map<TopicPartition, Long> before = Map.of();

    private boolean read;
    private boolean changed;
    private long writtenAt = System.nanoTime() - WRITE_NANOS;
    private boolean failed;

    /** @param folder null for a witness that remembers nothing */
    public KafkaWitness(@Nullable Path folder) {
        this.folder = folder;
    }

    /**
     * The offsets of the next records as they were remembered before this start; empty if nothing was.
     *
     * @throws IOException the file cannot be read, or holds something else
     */
    public synchronized Optional<Map<TopicPartition, Long>> seen() throws IOException {
        readOnce();
        return before.isEmpty() ? Optional.empty() : Optional.of(before);
    }

    /** Remembers that this much was read, soon. A smaller offset than before changes nothing: Kafka was set back. */
    public synchronized void note(Map<TopicPartition, Long> next) {
        if (folder == null) {
            return;
        }
        try {
            readOnce();
            next.forEach((place, offset) -> {
                if (seen.getOrDefault(place, -1L) < offset) {
                    seen.put(place, offset);
                    changed = true;
                }
            });
            if (changed && System.nanoTime() - writtenAt >= WRITE_NANOS) {
                write();
            }
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                failed = true;
                log.warn("Expected to write {}, but it failed: {}", folder.resolve(NAME), e.toString());
            }
        }
    }

    /** Remembers now what was noted. */
    public synchronized void flush() {
        writtenAt = System.nanoTime() - WRITE_NANOS;
        note(Map.of());
    }

    /** Forgets what was remembered, for a Kafka that was set back knowingly. */
    public synchronized void replace(Map<TopicPartition, Long> next) throws IOException {
        seen.clear();
        seen.putAll(next);
        before = Map.copyOf(next);
        read = true;
        write();
    }

    private void readOnce() throws IOException {
        if (read || folder == null) {
            return;
        }
        Path file = folder.resolve(NAME);
        try {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split(" ");
                seen.put(new TopicPartition(parts[0], Integer.parseInt(parts[1])), Long.parseLong(parts[2]));
            }
        } catch (NoSuchFileException nothingYet) {
            // The first start.
        } catch (IndexOutOfBoundsException | NumberFormatException notOurs) {
            seen.clear();
            throw new IOException(
                    "Expected lines of topic, partition and offset in " + file + ", but found others.", notOurs);
        }
        before = Map.copyOf(seen);
        read = true;
    }

    private void write() throws IOException {
        Path to = folder;
        if (to == null) {
            return;
        }
        String lines = seen.entrySet().stream()
                .map(place -> "%s %d %d\n"
                        .formatted(place.getKey().topic(), place.getKey().partition(), place.getValue()))
                .sorted()
                .collect(Collectors.joining());
        try (PartFile part = DurableFolder.open(to).begin()) {
            part.write(lines.getBytes(UTF_8));
            part.replace(to.resolve(NAME));
        }
        changed = false;
        writtenAt = System.nanoTime();
    }
}
