package org.healthpassport.aggregates.outbox;

import static java.util.Objects.requireNonNull;

import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.audit.AuditStamp;

/** An event that waits inside its aggregate until Kafka has it. */
public record PendingEvent(Event event) {

    /** The form in {@code pendingEvents}; the event's own encoding is unchanged. */
    public Document toDocument() {
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
                .append("stamp", new Binary(EventCodec.encode(requireNonNull(event.stamp()))));
    }

    /**
     * The waiting events of an aggregate, up to the first one of a type that this version of the service does not know.
     */
    public static List<PendingEvent> in(Document aggregate) {
        return aggregate.getList(OutboxFields.EVENTS, Document.class, List.of()).stream()
                .map(PendingEvent::from)
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<PendingEvent> from(Document stored) {
        return EventType.ofCeType(stored.getString("type"))
                .map(type -> new PendingEvent(new Event(
                        stored.getString("eventId"),
                        type,
                        stored.getString("subject"),
                        stored.getDate("time").toInstant(),
                        stored.getString("key"),
                        stored.getLong("sequence"),
                        stored.getString("correlationId"),
                        stored.getString("causationId"),
                        stored.getString("traceparent"),
                        stored.get("payload", Binary.class).getData(),
                        EventCodec.decode(stored.get("stamp", Binary.class).getData(), AuditStamp.class))));
    }
}
