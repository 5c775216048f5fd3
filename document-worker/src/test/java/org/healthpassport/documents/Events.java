package org.healthpassport.documents;

import java.time.Instant;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;

/** Events in the form that {@code api-service} writes. */
final class Events {
    private Events() {}

    static Event received(Ciphertext document) {
        return event(EventType.DOCUMENT_RECEIVED, document, 1, document.received());
    }

    static Event deleted(Ciphertext document) {
        return event(EventType.DOCUMENT_DELETED, document, 2, document.deleted(null));
    }

    private static Event event(EventType type, Ciphertext document, long sequence, SpecificRecord payload) {
        return new Event(
                UUID.randomUUID().toString(),
                type,
                document.documentId(),
                Instant.parse("2026-11-23T00:00:00Z"),
                document.patientId(),
                sequence,
                UUID.randomUUID().toString(),
                null,
                null,
                EventCodec.encode(payload));
    }
}
