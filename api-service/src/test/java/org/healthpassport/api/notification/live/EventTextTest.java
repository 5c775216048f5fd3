package org.healthpassport.api.notification.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.document.DocumentStored;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.healthpassport.events.qrcode.QrCodeRequested;
import org.healthpassport.events.record.RecordCreated;
import org.junit.jupiter.api.Test;

class EventTextTest {

    @Test
    void shouldBeACloudEventInStructuredMode() {
        // when
        String text = EventText.of(
                "position",
                event(
                        EventType.RECORD_CREATED,
                        "record-1",
                        new RecordCreated("record-1", "patient-1", "AllergyIntolerance", 1L)),
                null);

        // then
        assertThat(text)
                .isEqualTo("id: position\n"
                        + "data: {\"specversion\":\"1.0\",\"id\":\"event-1\",\"type\":\"org.healthpassport.record.created.v1\","
                        + "\"source\":\"/api-service\",\"subject\":\"record-1\",\"time\":\"2026-11-29T12:00:00Z\","
                        + "\"sequence\":\"0000000000000000007\",\"datacontenttype\":\"application/json\","
                        + "\"data\":{\"recordId\":\"record-1\",\"patientId\":\"patient-1\",\"resourceType\":\"AllergyIntolerance\","
                        + "\"recordVersion\":1}}\n\n");
    }

    @Test
    void shouldLeaveOutWhatIsSealedAndWhereItIsStored() {
        assertThat(EventText.references(event(
                        EventType.QR_CODE_REQUESTED,
                        "qr-code-1",
                        new QrCodeRequested(
                                "qr-code-1", "patient-1", QrCodeKind.HEALTH_LINK, ByteBuffer.wrap(new byte[] {1, 2, 3
                                })))))
                .containsOnlyKeys("qrCodeId", "patientId", "kind");
        assertThat(EventText.references(event(
                        EventType.DOCUMENT_STORED,
                        "document-1",
                        new DocumentStored(
                                "document-1",
                                "patient-1",
                                "documents/patient-1/document-1",
                                12L,
                                ByteBuffer.wrap(new byte[32]),
                                "file"))))
                .containsOnlyKeys("documentId", "patientId");
    }

    @Test
    void shouldKeepAPositionWithoutAnEvent() {
        assertThat(EventText.keepAlive("position")).isEqualTo("id: position\n: keep-alive\n\n");
        assertThat(EventText.begin("position", Duration.ofSeconds(3)))
                .isEqualTo("retry: 3000\nid: position\n: connected\n\n");
    }

    private static Event event(EventType type, String subject, SpecificRecord payload) {
        return new Event(
                "event-1",
                type,
                subject,
                Instant.parse("2026-11-29T12:00:00Z"),
                "patient-1",
                7L,
                "request-1",
                null,
                null,
                EventCodec.encode(payload));
    }
}
