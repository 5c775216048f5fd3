package org.healthpassport.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.ProcessingOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final DocumentProcessed PROCESSED = DocumentProcessed.newBuilder()
            .setDocumentId("document-1")
            .setOutcome(ProcessingOutcome.STORED)
            .build();

    @Test
    void shouldDeriveTheSameResultFromTheSameCause() {
        // given
        Event cause = received("event-1");
        DocumentProcessed payload = PROCESSED;

        // when
        Event result = result(cause, NOON, PROCESSED);

        // then
        assertThat(result.id())
                .isEqualTo(result(cause, NOON.plusSeconds(60), PROCESSED).id())
                .isNotEqualTo(result(received("event-2"), NOON, PROCESSED).id())
                .isNotEqualTo(cause.id());
        assertThat(result.causationId()).isEqualTo("event-1");
        assertThat(result.correlationId()).isEqualTo(cause.correlationId());
        assertThat(result.traceparent()).isEqualTo(cause.traceparent());
        assertThat(result.sequence()).isNull();
        assertThat(result.payload(DocumentProcessed.class)).isEqualTo(PROCESSED);
    }

    @Test
    void shouldKeepTheIdOfAResultFromReleaseToRelease() {
        assertThat(result(received("event-1"), NOON, PROCESSED).id()).isEqualTo("3ccd8d81-6d23-38dc-8cf8-bdff46d2db4b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "line\nbreak", "\u0000"})
    void shouldRefuseTextsThatAreUnsafeInHeadersAndLogs(String text) {
        assertThatThrownBy(() -> received(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id");
    }

    @Test
    void shouldRefuseTextsLongerThan256Characters() {
        assertThat(received("x".repeat(256)).id()).hasSize(256);
        assertThatThrownBy(() -> received("x".repeat(257))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void shouldFindEveryTypeByItsName(EventType type) {
        assertThat(EventType.ofCeType(type.ceType())).contains(type);
    }

    @Test
    void shouldNameDeadLettersAndReplaysAfterTopicAndConsumer() {
        assertThat(Topics.PATIENT.deadLetterName("document-worker"))
                .isEqualTo("healthpassport.patient.document-worker.dlt");
        assertThat(Topics.PATIENT.replayName("document-worker"))
                .isEqualTo("healthpassport.patient.document-worker.replay");
    }

    private static Event received(String id) {
        return new Event(
                id,
                EventType.DOCUMENT_RECEIVED,
                "document-1",
                NOON,
                "patient-1",
                1L,
                "request-1",
                "command-1",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                EventCodec.encode(Samples.received()));
    }

    private static Event result(Event cause, Instant time, DocumentProcessed payload) {
        return Event.resultOf(cause, EventType.DOCUMENT_PROCESSED, "document-1", "document-1", time, payload);
    }
}
