package org.healthpassport.bus.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.deadletter.DeadLetterHeaders;
import org.healthpassport.bus.kafka.KafkaEventPublisher;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.serializer.DeserializationException;

/**
 * Puts records that cannot be handled aside, in {@code <topic>.<consumer>.dlt}: key, value and headers as they were, and
 * headers that say where they come from and why. One that is too large is put aside without its key, value and long headers. A
 * record that was replayed and fails again is a dead letter of its own,
 * which says where it first stood. Counted as {@code healthpassport.bus.dead.letters} by consumer, topic and kind.
 */
final class DeadLetterWriter {
    /** Longer than the producer takes to give up. */
    private static final long PATIENCE_SECONDS = 15;
    /** Brokers and producers take 1 MiB by default. */
    private static final long MOST_BYTES = 512 << 10;

    private static final int MOST_BYTES_OF_SHORT_HEADER = 512;
    private static final int MOST_SHORT_HEADERS = 50;

    private final KafkaEventPublisher publisher;
    private final MeterRegistry metrics;
    private final Clock clock;

    DeadLetterWriter(KafkaEventPublisher publisher, MeterRegistry metrics, Clock clock) {
        this.publisher = publisher;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Returns when the broker has the dead letter.
     *
     * @throws NotWritten if it does not have it
     */
    void write(ConsumerRecord<?, ?> record, EventSubscription subscription, ClassifiedFailure failure, int attempts) {
        ProducerRecord<String, byte[]> letter = letter(record, subscription, failure, attempts);
        try {
            publisher.send(letter).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotWritten(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new NotWritten(e);
        }
        Counter.builder("healthpassport.bus.dead.letters")
                .description("Records that a consumer could not handle and put aside")
                .tag("consumer", subscription.consumer())
                .tag("topic", subscription.topic().topicName())
                .tag("kind", failure.kind().name().toLowerCase(Locale.ROOT))
                .register(metrics)
                .increment();
    }

    private ProducerRecord<String, byte[]> letter(
            ConsumerRecord<?, ?> record, EventSubscription subscription, ClassifiedFailure failure, int attempts) {
        boolean whole = size(record) <= MOST_BYTES;
        String key = (String) record.key();
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(
                subscription.topic().deadLetterName(subscription.consumer()),
                null,
                whole ? key : null,
                whole ? value(record, failure) : null);
        Headers headers = letter.headers();
        DeadLetterHeaders.withoutOurs(record.headers())
                .filter(header -> whole || isShort(header))
                .limit(whole ? Long.MAX_VALUE : MOST_SHORT_HEADERS)
                .forEach(headers::add);
        if (!whole) {
            put(headers, DeadLetterHeaders.LEFT_OUT_BYTES, Long.toString(size(record)));
        }
        Headers before = record.headers();
        put(headers, DeadLetterHeaders.TOPIC, first(before, DeadLetterHeaders.REPLAYED_TOPIC, record.topic()));
        put(
                headers,
                DeadLetterHeaders.PARTITION,
                first(before, DeadLetterHeaders.REPLAYED_PARTITION, Integer.toString(record.partition())));
        put(
                headers,
                DeadLetterHeaders.OFFSET,
                first(before, DeadLetterHeaders.REPLAYED_OFFSET, Long.toString(record.offset())));
        put(headers, DeadLetterHeaders.CONSUMER, subscription.consumer());
        put(headers, DeadLetterHeaders.ATTEMPTS, Integer.toString(attempts));
        put(headers, DeadLetterHeaders.EXCEPTION, failure.cause().getClass().getName());
        put(headers, DeadLetterHeaders.REASON, failure.reason());
        put(headers, DeadLetterHeaders.KIND, failure.kind().name());
        put(headers, DeadLetterHeaders.AT, DateTimeFormatter.ISO_INSTANT.format(clock.instant()));
        return letter;
    }

    /**
     * A record can be as large as the broker allows, and a letter has more headers. Nothing of ours is nearly as large, so such a
     * record is nobody's loss; it stays in its topic.
     */
    private static long size(ConsumerRecord<?, ?> record) {
        long size = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        for (Header header : record.headers()) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }

    private static boolean isShort(Header header) {
        return header.key().length() + (header.value() == null ? 0 : header.value().length)
                <= MOST_BYTES_OF_SHORT_HEADER;
    }

    /** The first place of a replayed record, or the place of this one. */
    private static String first(Headers headers, String replayed, String here) {
        return DeadLetterHeaders.text(headers, replayed).orElse(here);
    }

    private static byte @Nullable [] value(ConsumerRecord<?, ?> record, ClassifiedFailure failure) {
        return failure.cause() instanceof DeserializationException unread && !unread.isKey()
                ? unread.getData()
                : (byte[]) record.value();
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    /** The broker did not take the dead letter, so the record must stay where it is. */
    static final class NotWritten extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotWritten(Exception cause) {
            super(cause);
        }
    }
}
