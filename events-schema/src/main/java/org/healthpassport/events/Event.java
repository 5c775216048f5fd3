package org.healthpassport.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.events.audit.AuditStamp;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as it travels on the bus. Texts are 1 to 256 characters without control characters, so that
 * they are safe in headers and logs.
 *
 * @param id unique per event; consumers recognise a repetition by it
 * @param type entry of the catalogue
 * @param subject id of the aggregate it happened to
 * @param time the time of the event, in milliseconds; finer parts are cut off
 * @param key record key and {@code partitionkey}: events of one key keep their order
 * @param sequence gapless number of the event within its aggregate, null for the results of workers
 * @param correlationId the same for everything that follows from one request
 * @param causationId id of the event or command that led to this one
 * @param traceparent W3C Trace Context of the writer
 * @param data the payload as Avro in the Confluent wire format; neither copied nor to be changed
 * @param encodedStamp the actor and client, for the audit log; none for the results of workers
 */
@SuppressWarnings(
        "ArrayRecordComponent") // equality is defined below, and a copy per read would cost more than it saves
public record Event(
        String id,
        EventType type,
        String subject,
        Instant time,
        String key,
        @Nullable Long sequence,
        String correlationId,
        @Nullable String causationId,
        @Nullable String traceparent,
        byte[] data,
        @Nullable EncodedStamp encodedStamp) {
    private static final int LONGEST_TEXT = 256;
    /** RFC 3339 has four digits for the year, and dates elsewhere fewer bits than an instant. */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59.999Z");

    /** @throws IllegalArgumentException if a text, the sequence or the time is out of bounds */
    public Event {
        requireText("id", id);
        requireText("subject", subject);
        requireText("key", key);
        requireText("correlationId", correlationId);
        if (causationId != null) {
            requireText("causationId", causationId);
        }
        if (traceparent != null) {
            requireText("traceparent", traceparent);
        }
        if (sequence != null && sequence < 0) {
            throw new IllegalArgumentException("Expected a sequence of 0 or more, but it is negative");
        }
        if (time.isBefore(Instant.EPOCH) || time.truncatedTo(ChronoUnit.MILLIS).isAfter(END_OF_TIME)) {
            throw new IllegalArgumentException("Expected a time from 1970 to 9999, but it is not");
        }
        time = time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** An event without a stamp. */
    public Event(
            String id,
            EventType type,
            String subject,
            Instant time,
            String key,
            @Nullable Long sequence,
            String correlationId,
            @Nullable String causationId,
            @Nullable String traceparent,
            byte[] data) {
        this(id, type, subject, time, key, sequence, correlationId, causationId, traceparent, data, null);
    }

    /** The actor and client; null for the results of workers. */
    public @Nullable AuditStamp stamp() {
        return encodedStamp == null ? null : encodedStamp.value();
    }

    /**
     * The payload, read with the schema it was written with and resolved to the one of the class.
     *
     * @throws MalformedEvent if the data is no such payload
     */
    public <T extends SpecificRecord> T payload(Class<T> payloadClass) {
        return EventCodec.decode(data, payloadClass);
    }

    /**
     * The report of a worker about an event it consumed. The id follows from the cause and the type, so that a repeated
     * delivery of the cause repeats the result instead of adding one.
     */
    public static Event resultOf(
            Event cause, EventType type, String subject, String key, Instant time, SpecificRecord payload) {
        UUID id = UUID.nameUUIDFromBytes((cause.id + '\n' + type.ceType()).getBytes(UTF_8));
        return new Event(
                id.toString(),
                type,
                subject,
                time,
                key,
                null,
                cause.correlationId,
                cause.id,
                cause.traceparent,
                EventCodec.encode(payload));
    }

    private static void requireText(String name, String value) {
        if (value.isEmpty() || value.length() > LONGEST_TEXT || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("Expected " + name + " to be 1 to " + LONGEST_TEXT
                    + " characters without control characters, but it is not");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Event that
                && id.equals(that.id)
                && type == that.type
                && subject.equals(that.subject)
                && time.equals(that.time)
                && key.equals(that.key)
                && Objects.equals(sequence, that.sequence)
                && correlationId.equals(that.correlationId)
                && Objects.equals(causationId, that.causationId)
                && Objects.equals(traceparent, that.traceparent)
                && Arrays.equals(data, that.data)
                && Objects.equals(encodedStamp, that.encodedStamp);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Event[" + id + ' ' + type + ' ' + subject + ']';
    }
}
