package org.healthpassport.api.access.log;

import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.aggregates.stamp.Correlation;
import org.healthpassport.aggregates.stamp.Stamper;
import org.healthpassport.events.EncodedStamp;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.audit.AuditStamp;
import org.jspecify.annotations.Nullable;

/**
 * An access with everything that its event needs except the number.
 *
 * @param key patient id or account id; null if there is neither
 */
record PreparedAccess(
        String eventId,
        EventType type,
        @Nullable String key,
        Instant time,
        Correlation correlation,
        SpecificRecord payload,
        AuditStamp stamp) {

    static PreparedAccess of(Access access, int occurrences, Stamper stamper, String eventId, Instant time) {
        EventType type = access.type();
        AuditAction action = type == EventType.ACCESS_DENIED ? stamper.attempted() : type.action();
        return new PreparedAccess(
                eventId,
                type,
                access.patientId() == null ? stamper.accountId() : access.patientId(),
                time,
                stamper.correlation(),
                access.payload(occurrences),
                stamper.stamp(eventId, action, access.outcome(), access.operation()));
    }

    /** The event at that number of a producer's stream. */
    Event numbered(String producer, long sequence) {
        return new Event(
                eventId,
                type,
                producer,
                time,
                key == null ? producer : key,
                sequence,
                correlation.correlationId(),
                correlation.causationId(),
                correlation.traceparent(),
                EventCodec.encode(payload),
                EncodedStamp.of(stamp));
    }
}
