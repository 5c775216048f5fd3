package org.healthpassport.aggregates.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.document.DocumentDeleted;
import org.healthpassport.events.kafka.AttestedEvent;
import org.junit.jupiter.api.Test;

class PendingEventTest {
    private static final AttestedEvent WHOLE = StoredOutbox.MACS.attest(new Event(
            "event",
            EventType.DOCUMENT_DELETED,
            "document",
            Instant.parse("2026-01-01T00:00:00Z"),
            "patient",
            3L,
            "correlation",
            "causation",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            EventCodec.encode(new DocumentDeleted("document", "patient", null)),
            StoredOutbox.STAMP));

    @Test
    void shouldReadWhatItWrites() {
        // given
        Document stored = new PendingEvent(WHOLE).toDocument();

        // when, then
        assertThat(PendingEvent.kept(stored).orElseThrow().read()).isEqualTo(WHOLE);
    }

    @Test
    void shouldReadNothingThatHasAnotherForm() {
        for (Object element : List.of("text", 7, List.of(), new Document(), new Document("eventId", 1))) {
            assertThat(PendingEvent.kept(element)).isEmpty();
        }
        assertThat(PendingEvent.kept(null)).isEmpty();
    }
}
