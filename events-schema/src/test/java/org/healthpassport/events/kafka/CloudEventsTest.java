package org.healthpassport.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.healthpassport.events.EncodedStamp;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.Samples;
import org.healthpassport.events.Topics;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.ProcessingOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventsTest {
    private static final Event EVENT = new Event(
            "event-1",
            EventType.DOCUMENT_RECEIVED,
            "document-1",
            Instant.parse("2026-11-23T10:15:30.123456789Z"),
            "patient-1",
            42L,
            "request-1",
            "command-1",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            EventCodec.encode(Samples.received()),
            EncodedStamp.of(Samples.stamp()));

    @Test
    void shouldWriteTheHeadersOfTheBinding() {
        // when
        ProducerRecord<String, byte[]> record = CloudEvents.toRecord(EVENT);

        // then
        assertThat(record.topic()).isEqualTo("healthpassport.patient");
        assertThat(record.key()).isEqualTo("patient-1");
        assertThat(headers(record))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("content-type", "application/avro"),
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", "event-1"),
                        Map.entry("ce_type", "org.healthpassport.document.received.v1"),
                        Map.entry("ce_source", "/api-service"),
                        Map.entry("ce_subject", "document-1"),
                        Map.entry("ce_time", "2026-11-23T10:15:30.123Z"),
                        Map.entry("ce_dataschema", "urn:healthpassport:schema:2"),
                        Map.entry("ce_partitionkey", "patient-1"),
                        Map.entry("ce_sequence", "0000000000000000042"),
                        Map.entry("ce_correlationid", "request-1"),
                        Map.entry("ce_causationid", "command-1"),
                        Map.entry("ce_traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                        Map.entry(
                                "ce_auditstamp",
                                Base64.getEncoder().encodeToString(EventCodec.encode(Samples.stamp())))));
    }

    @Test
    void shouldReadTheStampThatItWrote() {
        // when
        Event read = CloudEvents.fromRecord(received(CloudEvents.toRecord(EVENT)));

        // then
        assertThat(read.stamp()).isEqualTo(Samples.stamp());
        assertThat(read).isEqualTo(EVENT);
    }

    @Test
    void shouldReadAnEventOfWhichOnlyTheRequiredIsSet() {
        // given
        Event bare = Event.resultOf(
                new Event("event-1", EVENT.type(), "d", EVENT.time(), "p", 1L, "request-1", null, null, EVENT.data()),
                EventType.DOCUMENT_PROCESSED,
                "document-1",
                "document-1",
                EVENT.time(),
                processed());

        // when
        Event read = CloudEvents.fromRecord(received(CloudEvents.toRecord(bare)));

        // then
        assertThat(read).isEqualTo(bare);
        assertThat(read.sequence()).isNull();
        assertThat(read.traceparent()).isNull();
        assertThat(read.stamp()).isNull();
    }

    @Property(tries = 300)
    void shouldReadWhatItWrote(
            @ForAll("texts") String id,
            @ForAll("texts") String subject,
            @ForAll("texts") String key,
            @ForAll("texts") String correlationId,
            @ForAll("times") Instant time,
            @ForAll("sequences") long sequence) {
        // given
        Event written =
                new Event(id, EVENT.type(), subject, time, key, sequence, correlationId, null, null, EVENT.data());

        // when
        Event read = CloudEvents.fromRecord(received(CloudEvents.toRecord(written)));

        // then
        assertThat(read).isEqualTo(written);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(256)
                .filter(text -> text.chars().noneMatch(Character::isISOControl)
                        && new String(text.getBytes(UTF_8), UTF_8).equals(text));
    }

    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.longs().between(0, 253_402_300_799_999L).map(Instant::ofEpochMilli);
    }

    @Provide
    Arbitrary<Long> sequences() {
        return Arbitraries.longs().between(0, Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-type",
                "ce_specversion",
                "ce_id",
                "ce_type",
                "ce_source",
                "ce_subject",
                "ce_time",
                "ce_dataschema",
                "ce_partitionkey",
                "ce_correlationid"
            })
    void shouldRefuseAMissingHeader(String header) {
        // given
        ProducerRecord<String, byte[]> record = CloudEvents.toRecord(EVENT);
        record.headers().remove(header);

        // when, then
        assertThatThrownBy(() -> CloudEvents.fromRecord(received(record)))
                .isInstanceOf(MalformedEvent.class)
                .hasMessageContaining(header);
    }

    @ParameterizedTest
    @CsvSource({
        "content-type, application/json",
        "ce_specversion, 0.3",
        "ce_id, ''",
        "ce_type, org.healthpassport.document.received.v99",
        "ce_type, org.healthpassport.document.stored.v1",
        "ce_source, /document-worker",
        "ce_time, yesterday",
        "ce_time, +300000000-01-01T00:00:00Z",
        "ce_time, 1969-12-31T23:59:59.999Z",
        "ce_dataschema, urn:healthpassport:schema:1",
        "ce_partitionkey, patient-2",
        "ce_sequence, first",
        "ce_sequence, -1",
        "ce_sequence, 9223372036854775808",
        "ce_auditstamp, '?'",
        "ce_auditstamp, AAAAAAI="
    })
    void shouldRefuseAHeaderThatDoesNotFit(String header, String value) {
        // given
        ProducerRecord<String, byte[]> record = CloudEvents.toRecord(EVENT);
        record.headers().add(header, value.getBytes(UTF_8));

        // when, then
        assertThatThrownBy(() -> CloudEvents.fromRecord(received(record)))
                .isInstanceOf(MalformedEvent.class)
                .hasNoCause();
    }

    @Test
    void shouldRefuseARecordWithoutPayload() {
        // given
        ProducerRecord<String, byte[]> whole = CloudEvents.toRecord(EVENT);
        ProducerRecord<String, byte[]> tombstone =
                new ProducerRecord<>(whole.topic(), null, whole.key(), null, whole.headers());

        // when, then
        assertThatThrownBy(() -> CloudEvents.fromRecord(received(tombstone))).isInstanceOf(MalformedEvent.class);
    }

    @Test
    void shouldRefuseAnEventOnATopicThatIsNotItsOwn() {
        // given
        ProducerRecord<String, byte[]> own = CloudEvents.toRecord(EVENT);
        ProducerRecord<String, byte[]> elsewhere =
                new ProducerRecord<>(Topics.PROCESSING.topicName(), null, own.key(), own.value(), own.headers());

        // when, then
        assertThatThrownBy(() -> CloudEvents.fromRecord(received(elsewhere)))
                .isInstanceOf(MalformedEvent.class)
                .hasMessageContaining("topic");
    }

    @Test
    void shouldTellAnUnknownTypeFromAMissingOne() {
        // given
        ProducerRecord<String, byte[]> unknown = CloudEvents.toRecord(EVENT);
        unknown.headers().add("ce_type", "org.healthpassport.document.translated.v1".getBytes(UTF_8));
        ProducerRecord<String, byte[]> missing = CloudEvents.toRecord(EVENT);
        missing.headers().remove("ce_type");

        // when
        Optional<EventType> type = CloudEvents.typeOf(received(unknown));

        // then
        assertThat(type).isEmpty();
        assertThat(CloudEvents.typeOf(received(CloudEvents.toRecord(EVENT)))).contains(EventType.DOCUMENT_RECEIVED);
        assertThatThrownBy(() -> CloudEvents.typeOf(received(missing))).isInstanceOf(MalformedEvent.class);
    }

    private static DocumentProcessed processed() {
        return DocumentProcessed.newBuilder()
                .setDocumentId("document-1")
                .setPatientId("patient-1")
                .setOutcome(ProcessingOutcome.STORED)
                .build();
    }

    private static Map<String, String> headers(ProducerRecord<String, byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        return headers;
    }

    private static ConsumerRecord<String, byte[]> received(ProducerRecord<String, byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }
}
