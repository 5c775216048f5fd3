package org.healthpassport.events.kafka;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.healthpassport.events.EncodedStamp;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.Service;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an event that a service kept where others can write. None of them was checked: {@link EventMacs#attested} tells
 * whether the service wrote exactly this, perhaps in a newer version, whose types and schemas this one does not know.
 *
 * @param type the CloudEvents {@code type}
 * @param data the payload; neither copied nor to be changed
 * @param stamp the encoded stamp, empty if there is none; neither copied nor to be changed
 * @param macs one for each service that reads the event
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record KeptEvent(
        String id,
        String type,
        String subject,
        Instant time,
        String key,
        @Nullable Long sequence,
        String correlationId,
        @Nullable String causationId,
        @Nullable String traceparent,
        byte[] data,
        byte[] stamp,
        Map<Service, byte[]> macs) {
    private static final byte[] NONE = {};
    /** No MAC is over it, so somebody may have changed it in a genuine event. */
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f-]{1,256}");

    public KeptEvent {
        requireNonNull(id, "id");
        requireNonNull(type, "type");
        requireNonNull(subject, "subject");
        requireNonNull(time, "time");
        requireNonNull(key, "key");
        requireNonNull(correlationId, "correlationId");
        requireNonNull(data, "data");
        requireNonNull(stamp, "stamp");
        macs = Map.copyOf(macs);
    }

    public static KeptEvent of(AttestedEvent attested) {
        Event event = attested.event();
        EncodedStamp stamp = event.encodedStamp();
        return new KeptEvent(
                event.id(),
                event.type().ceType(),
                event.subject(),
                event.time(),
                event.key(),
                event.sequence(),
                event.correlationId(),
                event.causationId(),
                event.traceparent(),
                event.data(),
                stamp == null ? NONE : stamp.data(),
                attested.macs());
    }

    /**
     * The event itself.
     *
     * @throws MalformedEvent if this version cannot read it
     */
    public AttestedEvent read() {
        EventType known = EventType.ofCeType(type)
                .orElseThrow(() -> new MalformedEvent("Expected a known type, but it is unknown"));
        known.schemaOf(data);
        try {
            Event event = new Event(
                    id,
                    known,
                    subject,
                    time,
                    key,
                    sequence,
                    correlationId,
                    causationId,
                    traceparent != null && TRACEPARENT.matcher(traceparent).matches() ? traceparent : null,
                    data,
                    stamp.length == 0 ? null : EncodedStamp.read(stamp));
            return new AttestedEvent(event, macs);
        } catch (IllegalArgumentException outOfBounds) {
            throw new MalformedEvent("Expected the parts of an event, but one is out of bounds");
        }
    }

    /** Leaves out the stamp, as records end up in logs. */
    @Override
    public String toString() {
        return "KeptEvent[" + id + ' ' + type + ' ' + subject + ']';
    }
}
