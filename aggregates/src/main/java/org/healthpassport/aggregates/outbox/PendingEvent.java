package org.healthpassport.aggregates.outbox;

import static java.util.Objects.requireNonNull;

import java.util.Date;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.events.Event;
import org.healthpassport.events.Service;
import org.healthpassport.events.kafka.AttestedEvent;
import org.healthpassport.events.kafka.KeptEvent;
import org.jspecify.annotations.Nullable;

/** An event that waits inside its aggregate until Kafka has it. */
public record PendingEvent(AttestedEvent attested) {
    static final String MACS = "macs";

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

    /** The parts of an element of {@code pendingEvents}; empty if it has another form, in which no service writes them. */
    static Optional<KeptEvent> kept(@Nullable Object element) {
        if (!(element instanceof Document stored)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new KeptEvent(
                    stored.getString("eventId"),
                    stored.getString("type"),
                    stored.getString("subject"),
                    stored.getDate("time").toInstant(),
                    stored.getString("key"),
                    stored.getLong("sequence"),
                    stored.getString("correlationId"),
                    stored.getString("causationId"),
                    // Not attested: a wrong one must not make a forgery of a genuine event.
                    stored.get("traceparent") instanceof String traceparent ? traceparent : null,
                    stored.get("payload", Binary.class).getData(),
                    stored.get("stamp", Binary.class).getData(),
                    macs(stored.get(MACS, Document.class))));
        } catch (ClassCastException | NullPointerException notOurs) {
            return Optional.empty();
        }
    }

    static Map<Service, byte[]> macs(Document stored) {
        Map<Service, byte[]> macs = new EnumMap<>(Service.class);
        for (Service reader : Service.values()) {
            if (stored.get(reader.id()) instanceof Binary mac) {
                macs.put(reader, mac.getData());
            }
        }
        return macs;
    }
}
