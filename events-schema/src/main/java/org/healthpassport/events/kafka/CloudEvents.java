package org.healthpassport.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.healthpassport.events.audit.AuditStamp;
import org.jspecify.annotations.Nullable;

/**
 * Events as Kafka records: the Kafka protocol binding of CloudEvents 1.0 in binary content mode, with the extensions
 * {@code partitionkey}, {@code sequence}, {@code correlationid}, {@code causationid}, {@code traceparent} and
 * {@code auditstamp}.
 */
public final class CloudEvents {
    private static final String CONTENT_TYPE = "content-type";
    private static final String AVRO = "application/avro";
    private static final String SPEC_VERSION = "ce_specversion";
    private static final String ID = "ce_id";
    private static final String TYPE = "ce_type";
    private static final String SOURCE = "ce_source";
    private static final String SUBJECT = "ce_subject";
    private static final String TIME = "ce_time";
    private static final String DATA_SCHEMA = "ce_dataschema";
    private static final String PARTITION_KEY = "ce_partitionkey";
    private static final String SEQUENCE = "ce_sequence";
    private static final String CORRELATION_ID = "ce_correlationid";
    private static final String CAUSATION_ID = "ce_causationid";
    private static final String TRACEPARENT = "ce_traceparent";
    private static final String AUDIT_STAMP = "ce_auditstamp";

    private CloudEvents() {}

    /** The record to send: to the topic of the event's type, with its key, in the partition that follows from the key. */
    public static ProducerRecord<String, byte[]> toRecord(Event event) {
        EventType type = event.type();
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(type.topic().topicName(), event.key(), event.data());
        Headers headers = record.headers();
        put(headers, CONTENT_TYPE, AVRO);
        put(headers, SPEC_VERSION, "1.0");
        put(headers, ID, event.id());
        put(headers, TYPE, type.ceType());
        put(headers, SOURCE, type.source());
        put(headers, SUBJECT, event.subject());
        put(headers, TIME, DateTimeFormatter.ISO_INSTANT.format(event.time()));
        // Absolute, as the specification asks, and without an address, which differs from one installation to the next.
        put(
                headers,
                DATA_SCHEMA,
                "urn:healthpassport:schema:" + writerOf(type, event.data()).id());
        put(headers, PARTITION_KEY, event.key());
        if (event.sequence() != null) {
            // The extension asks for a text whose alphabetical order is the order of events.
            put(headers, SEQUENCE, "%019d".formatted(event.sequence()));
        }
        put(headers, CORRELATION_ID, event.correlationId());
        if (event.causationId() != null) {
            put(headers, CAUSATION_ID, event.causationId());
        }
        if (event.traceparent() != null) {
            put(headers, TRACEPARENT, event.traceparent());
        }
        if (event.stamp() != null) {
            // Base64, as the specification has it for binary attributes.
            put(headers, AUDIT_STAMP, Base64.getEncoder().encodeToString(EventCodec.encode(event.stamp())));
        }
        return record;
    }

    /**
     * The type that a record claims to have; empty if it is one that we do not know, which a newer writer may.
     *
     * @throws MalformedEvent if it claims none
     */
    public static Optional<EventType> typeOf(ConsumerRecord<String, byte[]> record) {
        return EventType.ofCeType(required(record.headers(), TYPE));
    }

    /**
     * The event that a record carries. The body of the payload is not decoded.
     *
     * @throws MalformedEvent if a header is missing or cannot be read, if source, topic or schema are not those of the
     *     type, or if the record key is not the {@code partitionkey}
     */
    public static Event fromRecord(ConsumerRecord<String, byte[]> record) {
        Headers headers = record.headers();
        EventType type =
                typeOf(record).orElseThrow(() -> new MalformedEvent("Expected a known type, but it is unknown"));
        requireEqual(CONTENT_TYPE, AVRO, required(headers, CONTENT_TYPE));
        requireEqual(SPEC_VERSION, "1.0", required(headers, SPEC_VERSION));
        requireEqual(SOURCE, type.source(), required(headers, SOURCE));
        requireEqual("topic", type.topic().topicName(), record.topic());
        String key = required(headers, PARTITION_KEY);
        if (!key.equals(record.key())) {
            throw new MalformedEvent("Expected the record key to be the partitionkey, but it is not");
        }
        byte @Nullable [] data = record.value();
        if (data == null) {
            throw new MalformedEvent("Expected a payload, but there is none");
        }
        writerOf(type, data);
        try {
            return new Event(
                    required(headers, ID),
                    type,
                    required(headers, SUBJECT),
                    Instant.parse(required(headers, TIME)),
                    key,
                    sequence(headers),
                    required(headers, CORRELATION_ID),
                    optional(headers, CAUSATION_ID),
                    optional(headers, TRACEPARENT),
                    data,
                    stamp(headers));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            // Without the cause, whose message repeats what was read.
            throw new MalformedEvent(
                    "Expected readable headers, but there is a " + e.getClass().getSimpleName());
        }
    }

    private static PublishedSchema writerOf(EventType type, byte[] data) {
        PublishedSchema writer = EventCodec.writerOf(data, SchemaHistory.published());
        if (!writer.fullName().equals(type.payloadClass().getName())) {
            throw new MalformedEvent("Expected the payload of " + type + ", but its schema belongs to another type");
        }
        return writer;
    }

    private static @Nullable Long sequence(Headers headers) {
        String sequence = optional(headers, SEQUENCE);
        return sequence == null ? null : Long.valueOf(sequence);
    }

    private static @Nullable AuditStamp stamp(Headers headers) {
        String stamp = optional(headers, AUDIT_STAMP);
        return stamp == null ? null : EventCodec.decode(Base64.getDecoder().decode(stamp), AuditStamp.class);
    }

    private static void requireEqual(String name, String expected, String actual) {
        if (!expected.equals(actual)) {
            throw new MalformedEvent("Expected " + name + " to be " + expected + ", but it is not");
        }
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static String required(Headers headers, String name) {
        String value = optional(headers, name);
        if (value == null) {
            throw new MalformedEvent("Expected the header " + name + ", but it is missing");
        }
        return value;
    }

    private static @Nullable String optional(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
