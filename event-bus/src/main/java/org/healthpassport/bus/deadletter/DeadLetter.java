package org.healthpassport.bus.deadletter;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.healthpassport.bus.failure.FailureKind;

/**
 * A record that a consumer put aside. Topic, partition and offset identify it for as long as the broker keeps it.
 * Everything else in it is a claim of its writer.
 */
public final class DeadLetter {
    private final DeadLetterTopic topic;
    private final ConsumerRecord<String, byte[]> record;

    public DeadLetter(DeadLetterTopic topic, ConsumerRecord<String, byte[]> record) {
        this.topic = topic;
        this.record = record;
    }

    public DeadLetterTopic topic() {
        return topic;
    }

    public int partition() {
        return record.partition();
    }

    public long offset() {
        return record.offset();
    }

    /** The time at which the broker took it; the topic's retention counts from then on. */
    public Instant keptSince() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** The time at which it was put aside. */
    public Instant at() {
        try {
            return header(DeadLetterHeaders.AT).map(Instant::parse).orElseGet(this::keptSince);
        } catch (DateTimeParseException e) { // written by somebody else
            return keptSince();
        }
    }

    /** {@code RECORD}, {@code FORGED}, {@code UNREADABLE} or {@code UNEXPECTED}; empty if the header is missing or unknown. */
    public Optional<FailureKind> kind() {
        return header(DeadLetterHeaders.KIND)
                .flatMap(name -> Arrays.stream(FailureKind.values())
                        .filter(kind -> kind.name().equals(name))
                        .findFirst());
    }

    /** The reason, without anything of the record. */
    public String reason() {
        return header(DeadLetterHeaders.REASON).orElse("");
    }

    /** The type that the record claims to be of, as {@code ce_type} has it. */
    public Optional<String> type() {
        return header("ce_type");
    }

    /** The aggregate that the record claims to be about. */
    public Optional<String> subject() {
        return header("ce_subject");
    }

    /** A header of the record or one of {@link DeadLetterHeaders}. */
    public Optional<String> header(String name) {
        return DeadLetterHeaders.text(record.headers(), name);
    }

    /** The record as it was published, of the topic on which it was. */
    public ConsumerRecord<String, byte[]> asPublished() {
        ConsumerRecord<String, byte[]> asPublished = new ConsumerRecord<>(
                topic.topic().topicName(), record.partition(), record.offset(), record.key(), record.value());
        DeadLetterHeaders.withoutOurs(record.headers())
                .forEach(header -> asPublished.headers().add(header));
        return asPublished;
    }

    /** The record itself. */
    public ConsumerRecord<String, byte[]> asRecord() {
        return record;
    }
}
