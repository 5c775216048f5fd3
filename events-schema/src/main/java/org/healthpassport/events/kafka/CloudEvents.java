package org.healthpassport.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.healthpassport.events.EncodedStamp;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.Service;
import org.jspecify.annotations.Nullable;

/**
 * Events as Kafka records: the Kafka protocol binding of CloudEvents 1.0 in binary content mode, with the extensions
 * {@code partitionkey}, {@code sequence}, {@code correlationid}, {@code causationid}, {@code traceparent}, {@code auditstamp}
 * and a MAC for each reader, such as {@code macauditservice}.
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
    /** Begins the names of the attributes with the MACs. */
    private static final String MAC = "ce_mac";

    /** Everything that a reader reads; {@code traceparent} is only written to logs, and may be lost on the way. */
    private static final List<String> ATTESTED = List.of(
            CONTENT_TYPE,
            SPEC_VERSION,
            ID,
            TYPE,
            SOURCE,
            SUBJECT,
            TIME,
            DATA_SCHEMA,
            PARTITION_KEY,
            SEQUENCE,
            CORRELATION_ID,
            CAUSATION_ID,
            AUDIT_STAMP);

    /** Keeps MACs of other uses and of later versions apart from these. */
    private static final byte[] CONTENT = "health-passport event 1".getBytes(UTF_8);

    private CloudEvents() {}

    /** The record to send: to the topic of the event's type, with its key, in the partition that follows from the key. */
    public static ProducerRecord<String, byte[]> toRecord(AttestedEvent attested) {
        ProducerRecord<String, byte[]> record = toRecord(attested.event());
        attested.macs()
                .forEach((reader, mac) ->
                        put(record.headers(), macOf(reader), Base64.getEncoder().encodeToString(mac)));
        return record;
    }

    /** The same without MACs, which nobody believes. */
    static ProducerRecord<String, byte[]> toRecord(Event event) {
        EventType type = event.type();
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(type.topic().topicName(), event.key(), event.data());
        KeptEvent parts = KeptEvent.of(new AttestedEvent(event, Map.of()));
        putAll(record.headers(), parts, type.producer(), type.schemaOf(event.data()));
        return record;
    }

    private static void putAll(Headers headers, KeptEvent event, Service writer, int schema) {
        put(headers, CONTENT_TYPE, AVRO);
        put(headers, SPEC_VERSION, "1.0");
        put(headers, ID, event.id());
        put(headers, TYPE, event.type());
        put(headers, SOURCE, writer.source());
        put(headers, SUBJECT, event.subject());
        put(headers, TIME, DateTimeFormatter.ISO_INSTANT.format(event.time()));
        // Absolute, as the specification asks, and without an address, which differs from one installation to the next.
        put(headers, DATA_SCHEMA, schema(schema));
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
        if (event.stamp().length > 0) {
            // Base64, as the specification has it for binary attributes.
            put(headers, AUDIT_STAMP, Base64.getEncoder().encodeToString(event.stamp()));
        }
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
     * The event that a record carries, whoever wrote it: use {@link EventMacs#read}. The body of the payload is not decoded.
     *
     * @throws MalformedEvent if a header is missing or cannot be read, if source, topic or schema are not those of the
     *     type, or if the record key is not the {@code partitionkey}
     */
    static Event fromRecord(ConsumerRecord<String, byte[]> record) {
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
        requireEqual(DATA_SCHEMA, schema(type.schemaOf(data)), required(headers, DATA_SCHEMA));
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

    /** The MACs that a record carries for our services, whoever made them. */
    public static Map<Service, byte[]> macs(Headers headers) {
        Map<Service, byte[]> macs = new EnumMap<>(Service.class);
        for (Service reader : Service.values()) {
            macFor(reader, headers).ifPresent(mac -> macs.put(reader, mac));
        }
        return macs;
    }

    /** The MAC for a reader; empty if there is none. */
    static Optional<byte[]> macFor(Service reader, Headers headers) {
        String mac = optional(headers, macOf(reader));
        try {
            return Optional.ofNullable(mac).map(Base64.getDecoder()::decode);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Names of attributes have lower case letters and digits alone. */
    private static String macOf(Service reader) {
        return MAC + reader.id().replace("-", "");
    }

    static byte[] content(ProducerRecord<String, byte[]> record) {
        return content(record.key(), record.headers(), record.value());
    }

    /**
     * The same of an event that its writer kept, whether this version knows its type and schema or not.
     *
     * @throws MalformedEvent if the payload names no schema
     */
    static byte[] content(KeptEvent kept, Service writer) {
        Headers headers = new RecordHeaders();
        putAll(headers, kept, writer, EventCodec.schemaIdIn(kept.data()));
        return content(kept.key(), headers, kept.data());
    }

    /** The bytes that MACs are over: each part has its length in four bytes before it, or -1 if it is absent. */
    static byte[] content(@Nullable String key, Headers headers, byte @Nullable [] value) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        append(content, CONTENT);
        append(content, key == null ? null : key.getBytes(UTF_8));
        for (String name : ATTESTED) {
            Header header = headers.lastHeader(name);
            append(content, header == null ? null : header.value());
        }
        append(content, value);
        return content.toByteArray();
    }

    private static void append(ByteArrayOutputStream content, byte @Nullable [] part) {
        int length = part == null ? -1 : part.length;
        content.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        if (part != null) {
            content.writeBytes(part);
        }
    }

    private static String schema(int id) {
        return "urn:healthpassport:schema:" + id;
    }

    private static @Nullable Long sequence(Headers headers) {
        String sequence = optional(headers, SEQUENCE);
        return sequence == null ? null : Long.valueOf(sequence);
    }

    private static @Nullable EncodedStamp stamp(Headers headers) {
        String stamp = optional(headers, AUDIT_STAMP);
        return stamp == null ? null : EncodedStamp.read(Base64.getDecoder().decode(stamp));
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
