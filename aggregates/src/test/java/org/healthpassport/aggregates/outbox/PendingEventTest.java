package org.healthpassport.aggregates.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.document.DocumentDeleted;
import org.junit.jupiter.api.Test;

class PendingEventTest {
    @Test
    void shouldReadEventsUpToTheFirstOfAnUnknownType() {
        // given
        Document unknown = pending("2").toDocument().append("type", "of.the.future.v1");
        Document aggregate = new Document(
                OutboxFields.EVENTS,
                List.of(pending("1").toDocument(), unknown, pending("3").toDocument()));

        // when, then
        assertThat(PendingEvent.in(aggregate)).containsExactly(pending("1"));
        assertThat(PendingEvent.in(new Document())).isEmpty();
    }

    private static PendingEvent pending(String id) {
        return new PendingEvent(StoredOutbox.MACS.attest(new Event(
                id,
                EventType.DOCUMENT_DELETED,
                "document",
                Instant.parse("2026-01-01T00:00:00Z"),
                "patient",
                3L,
                "correlation",
                "causation",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                EventCodec.encode(new DocumentDeleted("document", "patient", null)),
                StoredOutbox.STAMP)));
    }
}
