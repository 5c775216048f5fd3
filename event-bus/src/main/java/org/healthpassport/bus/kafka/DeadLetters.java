package org.healthpassport.bus.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.serializer.DeserializationException;

/**
 * Puts records that cannot be handled aside, in {@code <topic>.<consumer>.dlt}: key, value and headers as they were, and
 * headers that say where they come from and why. All of those are text. Counted as
 * {@code healthpassport.bus.dead.letters} by consumer and topic.
 */
final class DeadLetters {
    static final String PREFIX = "dlt-";
    static final String TOPIC = PREFIX + "original-topic";
    static final String PARTITION = PREFIX + "original-partition";
    static final String OFFSET = PREFIX + "original-offset";
    static final String CONSUMER = PREFIX + "consumer";
    static final String ATTEMPTS = PREFIX + "attempts";
    static final String EXCEPTION = PREFIX + "exception-class";
    static final String REASON = PREFIX + "reason";

    /** Longer than the producer takes to give up. */
    private static final long PATIENCE_SECONDS = 15;

    private final KafkaEventPublisher publisher;
    private final MeterRegistry metrics;

    DeadLetters(KafkaEventPublisher publisher, MeterRegistry metrics) {
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /**
     * Returns when the broker has the dead letter.
     *
     * @throws NotWritten if it does not have it
     */
    void write(ConsumerRecord<?, ?> record, String consumer, Failure failure, int attempts) {
        ProducerRecord<String, byte[]> letter = letter(record, consumer, failure, attempts);
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
                .tag("consumer", consumer)
                .tag("topic", record.topic())
                .register(metrics)
                .increment();
    }

    private static ProducerRecord<String, byte[]> letter(
            ConsumerRecord<?, ?> record, String consumer, Failure failure, int attempts) {
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(
                record.topic() + "." + consumer + ".dlt", null, (String) record.key(), value(record, failure));
        Headers headers = letter.headers();
        record.headers().forEach(header -> {
            if (!header.key().startsWith(PREFIX)) {
                headers.add(header);
            }
        });
        put(headers, TOPIC, record.topic());
        put(headers, PARTITION, Integer.toString(record.partition()));
        put(headers, OFFSET, Long.toString(record.offset()));
        put(headers, CONSUMER, consumer);
        put(headers, ATTEMPTS, Integer.toString(attempts));
        put(headers, EXCEPTION, failure.cause().getClass().getName());
        put(headers, REASON, failure.reason());
        return letter;
    }

    private static byte @Nullable [] value(ConsumerRecord<?, ?> record, Failure failure) {
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
