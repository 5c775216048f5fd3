package org.healthpassport.aggregates.outbox;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.events.EncodedStamp;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.Service;
import org.healthpassport.events.kafka.AttestedEvent;
import org.healthpassport.events.kafka.EventMacs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event that waits inside its aggregate until Kafka has it. One that was read is what somebody wrote into the database, until
 * {@link EventMacs#attested} says that it was this service.
 */
public record PendingEvent(AttestedEvent attested) {
    private static final Logger log = LoggerFactory.getLogger(PendingEvent.class);
    static final String MACS = "macs";

    /** The aggregates with such an event that were named within the last hour, as each sweep meets them again. */
    private static final Cache<String, Boolean> REPORTED = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofHours(1))
            .maximumSize(10_000)
            .build();

    public Event event() {
        return attested.event();
    }

    /** The form in {@code pendingEvents}; the event's own encoding is unchanged. */
    public Document toDocument() {
        Event event = event();
        return new Document("eventId", event.id())
                .append("sequence", event.sequence())
                .append("type", event.type().ceType())
                .append("time", Date.from(event.time()))
                .append("subject", event.subject())
                .append("key", event.key())
                .append("correlationId", event.correlationId())
                .append("causationId", event.causationId())
                .append("traceparent", event.traceparent())
                .append("payload", new Binary(event.data()))
                .append("stamp", new Binary(requireNonNull(event.encodedStamp()).data()))
                .append(MACS, macs());
    }

    private Document macs() {
        Document macs = new Document();
        attested.macs().forEach((reader, mac) -> macs.append(reader.id(), new Binary(mac)));
        return macs;
    }

    /**
     * The waiting events of an aggregate, up to the first one of a type that this version of the service does not know. What this
     * service never writes is left out, as it must not hold up those behind it.
     */
    public static List<PendingEvent> in(Document aggregate) {
        return stored(aggregate)
                .takeWhile(PendingEvent::isKnown)
                .flatMap(stored -> readable(stored, aggregate).stream())
                .toList();
    }

    /** True if {@link #in} stops at no event. */
    public static boolean areKnown(Document aggregate) {
        return stored(aggregate).allMatch(PendingEvent::isKnown);
    }

    private static Stream<?> stored(Document aggregate) {
        return aggregate.get(OutboxFields.EVENTS) instanceof List<?> events ? events.stream() : Stream.empty();
    }

    private static boolean isKnown(Object stored) {
        return !(stored instanceof Document event)
                || !(event.get("type") instanceof String type)
                || EventType.ofCeType(type).isPresent();
    }

    private static Optional<PendingEvent> readable(Object stored, Document aggregate) {
        try {
            return Optional.of(from((Document) stored));
        } catch (ClassCastException | NullPointerException | IllegalArgumentException | MalformedEvent notOurs) {
            if (REPORTED.asMap().putIfAbsent(String.valueOf(aggregate.get("_id")), true) == null) {
                log.error(
                        "Expected the waiting events of {} to be as they were written, but one was changed; it is not sent",
                        aggregate.get("_id"));
            }
            return Optional.empty();
        }
    }

    private static PendingEvent from(Document stored) {
        Event event = new Event(
                stored.getString("eventId"),
                EventType.ofCeType(stored.getString("type")).orElseThrow(IllegalArgumentException::new),
                stored.getString("subject"),
                stored.getDate("time").toInstant(),
                stored.getString("key"),
                stored.getLong("sequence"),
                stored.getString("correlationId"),
                stored.getString("causationId"),
                stored.getString("traceparent"),
                stored.get("payload", Binary.class).getData(),
                EncodedStamp.read(stored.get("stamp", Binary.class).getData()));
        return new PendingEvent(new AttestedEvent(event, macs(stored.get(MACS, Document.class))));
    }

    private static Map<Service, byte[]> macs(@Nullable Document stored) {
        Map<Service, byte[]> macs = new EnumMap<>(Service.class);
        for (Service reader : Service.values()) {
            if (stored != null && stored.get(reader.id()) instanceof Binary mac) {
                macs.put(reader, mac.getData());
            }
        }
        return macs;
    }
}
