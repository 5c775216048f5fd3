package org.healthpassport.events.kafka;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.Service;
import org.jspecify.annotations.Nullable;

/**
 * The proof that an event was decided by the service that it names: a MAC for each reader, under a key that nobody but writer
 * and reader has. Whoever can write to Kafka or to the database cannot make one, and no service can speak for another.
 *
 * <p>A MAC is over everything that a reader reads, in the form in which it travels. A reader checks it before it parses anything
 * else.
 */
public final class EventMacs {
    private final Service self;
    private final MacKeys keys;

    public EventMacs(Service self, MacKeys keys) {
        this.self = self;
        this.keys = keys;
    }

    /**
     * Attests an event of this service. To be called where the event is decided, and never for an event that was read: that
     * would attest what somebody else wrote.
     *
     * @throws IllegalArgumentException if another service writes events of this type
     */
    public AttestedEvent attest(Event event) {
        Service writer = event.type().producer();
        if (writer != self) {
            throw new IllegalArgumentException(
                    "Expected an event of " + self.id() + ", but it is one of " + writer.id());
        }
        byte[] content = CloudEvents.content(CloudEvents.toRecord(event));
        Map<Service, byte[]> macs = new EnumMap<>(Service.class);
        for (Service reader : self.readers()) {
            macs.put(reader, keys.mac(reader, content));
        }
        return new AttestedEvent(event, macs);
    }

    /**
     * True if this service, in this version or another one, attested exactly this event to each of its readers. Of an event with
     * one wrong MAC, one reader would act and another would call it a forgery.
     */
    public boolean attested(KeptEvent kept) {
        try {
            byte[] content = CloudEvents.content(kept, self);
            return !self.readers().isEmpty()
                    && self.readers().stream()
                            .allMatch(reader -> isOwnMac(reader, kept.macs().get(reader), content));
        } catch (MalformedEvent changed) {
            return false;
        }
    }

    private boolean isOwnMac(Service reader, byte @Nullable [] mac, byte[] content) {
        return mac != null && keys.isOwnMac(reader, mac, content);
    }

    /**
     * The event that a record carries, if the service that may write such events wrote it for this one.
     *
     * @throws ForgedEvent if it did not
     * @throws MalformedEvent as {@link CloudEvents#fromRecord}
     */
    public Event read(ConsumerRecord<String, byte[]> record) {
        check(record);
        return CloudEvents.fromRecord(record);
    }

    /**
     * The type of the event that a record carries, which is proven then; the event itself may still be one that nobody can read.
     *
     * @throws ForgedEvent if the service that may write such events did not write it for this one
     * @throws MalformedEvent if the record has no type, or one that this version does not know
     */
    public EventType check(ConsumerRecord<String, byte[]> record) {
        EventType type = CloudEvents.typeOf(record)
                .orElseThrow(() -> new MalformedEvent("Expected a known type, but it is unknown"));
        Optional<byte[]> mac = CloudEvents.macFor(self, record.headers());
        byte[] content = CloudEvents.content(record.key(), record.headers(), record.value());
        if (mac.isEmpty() || !keys.isMac(type.producer(), mac.get(), content)) {
            throw new ForgedEvent(type);
        }
        return type;
    }
}
