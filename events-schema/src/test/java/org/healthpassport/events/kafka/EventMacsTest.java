package org.healthpassport.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.healthpassport.events.EncodedStamp;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.Samples;
import org.healthpassport.events.Service;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.ProcessingOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventMacsTest {
    private static final EventMacs API = TestMacs.of(Service.API_SERVICE);
    private static final EventMacs WORKER = TestMacs.of(Service.DOCUMENT_WORKER);
    private static final Event EVENT = event(42L, "command-1");

    @ParameterizedTest
    @EnumSource(Service.class)
    void shouldBeReadByEachServiceThatReads(Service reader) {
        // given
        ConsumerRecord<String, byte[]> record = received(CloudEvents.toRecord(API.attest(EVENT)));

        // then
        assertThat(TestMacs.of(reader).read(record)).isEqualTo(EVENT);
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void shouldNotBeReadWithoutTheMacForTheReader(Service reader) {
        // given
        ProducerRecord<String, byte[]> record = CloudEvents.toRecord(API.attest(EVENT));
        record.headers().remove("ce_mac" + reader.id().replace("-", ""));

        // then
        assertForged(reader, received(record));
    }

    @Test
    void shouldNotBelieveAnyChangeOfAHeader() {
        // given
        ProducerRecord<String, byte[]> genuine = CloudEvents.toRecord(API.attest(EVENT));
        List<String> tried = new ArrayList<>();

        // when, then
        for (Header header : genuine.headers()) {
            if (header.key().equals("ce_traceparent") || header.key().startsWith("ce_mac")) {
                continue;
            }
            tried.add(header.key());
            assertRefused(with(genuine, new RecordHeader(header.key(), changed(header.value()))));
            assertRefused(with(genuine, new RecordHeader(header.key(), new byte[0])));
            assertRefused(with(genuine, new RecordHeader(header.key(), null)));
            assertRefused(without(genuine, header.key()));
            assertRefused(with(genuine, new RecordHeader(header.key(), longer(header.value()))));
        }
        assertThat(tried).hasSize(13);
    }

    @Test
    void shouldNotBelieveAnEventWithAnAttributeThatItHadNot() {
        // given
        Event bare = new Event("e", EVENT.type(), "d", EVENT.time(), "p", null, "r", null, null, EVENT.data());
        ProducerRecord<String, byte[]> genuine = CloudEvents.toRecord(API.attest(bare));
        Map<String, String> absent = Map.of(
                "ce_sequence", "0000000000000000001",
                "ce_causationid", "command-1",
                "ce_auditstamp", "AAAA");

        // then
        absent.forEach((name, value) -> assertRefused(with(genuine, new RecordHeader(name, value.getBytes(UTF_8)))));
        assertThat(API.read(received(genuine))).isEqualTo(bare);
    }

    @Test
    void shouldNotBelieveAnotherKeyOrPayload() {
        // given
        ProducerRecord<String, byte[]> genuine = CloudEvents.toRecord(API.attest(EVENT));

        // then
        assertRefused(received(new ProducerRecord<>(genuine.topic(), null, "p-2", genuine.value(), genuine.headers())));
        String none = null;
        assertRefused(received(new ProducerRecord<>(genuine.topic(), null, none, genuine.value(), genuine.headers())));
        assertRefused(received(new ProducerRecord<>(genuine.topic(), null, genuine.key(), null, genuine.headers())));
        for (int at = 0; at < genuine.value().length; at++) {
            byte[] payload = genuine.value().clone();
            payload[at] ^= 1;
            assertRefused(
                    received(new ProducerRecord<>(genuine.topic(), null, genuine.key(), payload, genuine.headers())));
        }
    }

    @Test
    void shouldNotBelieveBytesThatMovedFromOneAttributeToTheNext() {
        // given two events whose attributes are the same in a row
        Event one = event("ab", "c");
        ProducerRecord<String, byte[]> genuine = CloudEvents.toRecord(API.attest(one));

        // when
        ConsumerRecord<String, byte[]> moved = received(genuine);
        moved.headers().remove("ce_correlationid").remove("ce_causationid");
        moved.headers().add("ce_correlationid", "a".getBytes(UTF_8)).add("ce_causationid", "bc".getBytes(UTF_8));

        // then
        assertRefused(moved);
    }

    @Test
    void shouldLeaveTheTraceToThoseWhoCarryIt() {
        // given
        ProducerRecord<String, byte[]> genuine = CloudEvents.toRecord(API.attest(EVENT));

        // when
        Event read = API.read(without(genuine, "ce_traceparent"));

        // then
        assertThat(read.traceparent()).isNull();
        assertThat(read.id()).isEqualTo(EVENT.id());
    }

    @Test
    void shouldNotBelieveAServiceThatSpeaksForAnother() {
        // given what a worker can make with its keys
        Event deleted = event(43L, "command-2");
        Map<Service, byte[]> macs = new EnumMap<>(Service.class);
        for (Service reader : Service.values()) {
            macs.put(reader, WORKER.attest(result()).macs().values().iterator().next());
        }
        AttestedEvent spoken = new AttestedEvent(deleted, macs);

        // then
        assertThatThrownBy(() -> WORKER.attest(deleted)).isInstanceOf(IllegalArgumentException.class);
        for (Service reader : Service.values()) {
            assertForged(reader, received(CloudEvents.toRecord(spoken)));
        }
    }

    @Test
    void shouldNotBelieveAMacThatWasMadeForAnotherReader() {
        // given
        AttestedEvent genuine = API.attest(EVENT);
        Map<Service, byte[]> swapped = new EnumMap<>(Service.class);
        swapped.put(Service.AUDIT_SERVICE, genuine.macs().get(Service.DOCUMENT_WORKER));

        // then
        assertForged(Service.AUDIT_SERVICE, received(CloudEvents.toRecord(new AttestedEvent(EVENT, swapped))));
    }

    @Test
    void shouldNotReadAResultThatIsForOthers() {
        // given
        ConsumerRecord<String, byte[]> record = received(CloudEvents.toRecord(WORKER.attest(result())));

        // then
        assertThat(API.read(record)).isEqualTo(result());
        assertThat(TestMacs.of(Service.AUDIT_SERVICE).read(record)).isEqualTo(result());
        assertForged(Service.QR_WORKER, record);
    }

    @Test
    void shouldKnowAnEventThatItAttestedAndKept() {
        // given
        AttestedEvent kept = API.attest(EVENT);

        // then
        assertThat(API.attested(KeptEvent.of(kept))).isTrue();
        assertThat(KeptEvent.of(kept).read()).isEqualTo(kept);
        assertThat(API.attested(KeptEvent.of(new AttestedEvent(event(41L, "command-1"), kept.macs()))))
                .isFalse();
        assertThat(API.attested(KeptEvent.of(new AttestedEvent(EVENT, Map.of()))))
                .isFalse();
        assertThat(API.attested(KeptEvent.of(WORKER.attest(result())))).isFalse();
        assertThat(TestMacs.of(Service.AUDIT_SERVICE).attested(KeptEvent.of(kept)))
                .isFalse();
        for (byte[] payload : List.of(new byte[0], new byte[] {0, 0, 0, 0, 1, 4}, EventCodec.encode(Samples.stamp()))) {
            assertThat(API.attested(KeptEvent.of(new AttestedEvent(with(payload), kept.macs()))))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void shouldNotSendAnEventThatOneReaderWouldCallAForgery(Service reader) {
        // given
        AttestedEvent genuine = API.attest(EVENT);
        Map<Service, byte[]> without = new EnumMap<>(genuine.macs());
        without.remove(reader);
        Map<Service, byte[]> changed = new EnumMap<>(genuine.macs());
        changed.computeIfPresent(reader, (service, mac) -> changed(mac));

        // then
        assertThat(API.attested(KeptEvent.of(new AttestedEvent(EVENT, without))))
                .isFalse();
        assertThat(API.attested(KeptEvent.of(new AttestedEvent(EVENT, changed))))
                .isFalse();
    }

    @Test
    void shouldKnowAnEventOfANewerVersionByItsMacAlone() {
        // given an event of an unknown type, and one of an unknown schema with an unknown stamp
        KeptEvent type = newer("org.healthpassport.of.the.future.v1", EVENT.data(), "request-2");
        byte[] schema = EVENT.data().clone();
        schema[1] = 0x7f;
        KeptEvent content = newer(EVENT.type().ceType(), schema, EVENT.correlationId());

        // then
        for (KeptEvent kept : List.of(type, content)) {
            KeptEvent attested = with(kept, TestMacs.ofNewerVersion(Service.API_SERVICE, kept));
            assertThat(API.attested(attested)).isTrue();
            assertThatThrownBy(attested::read).isInstanceOf(MalformedEvent.class);
            assertThat(API.attested(kept)).isFalse();
            assertThat(API.attested(with(kept, TestMacs.ofNewerVersion(Service.DOCUMENT_WORKER, kept))))
                    .isFalse();
        }
    }

    @Test
    void shouldLeaveOutATraceThatSomebodyChanged() {
        // given
        KeptEvent kept = KeptEvent.of(API.attest(EVENT));

        // then
        for (String trace : List.of("x".repeat(1 << 20), "", "a\nb", "a".repeat(257))) {
            KeptEvent changed = new KeptEvent(
                    kept.id(),
                    kept.type(),
                    kept.subject(),
                    kept.time(),
                    kept.key(),
                    kept.sequence(),
                    kept.correlationId(),
                    kept.causationId(),
                    trace,
                    kept.data(),
                    kept.stamp(),
                    kept.macs());
            assertThat(API.attested(changed)).isTrue();
            assertThat(changed.read().event().traceparent()).isNull();
        }
    }

    @Test
    void shouldTellBytesThatAreNoEventFromForgeries() {
        // given
        ProducerRecord<String, byte[]> record = CloudEvents.toRecord(API.attest(EVENT));

        // then
        assertThatThrownBy(() -> API.read(without(record, "ce_type"))).isInstanceOf(MalformedEvent.class);
        assertThatThrownBy(() -> API.read(with(record, new RecordHeader("ce_type", "unknown".getBytes(UTF_8)))))
                .isInstanceOf(MalformedEvent.class);
        assertThatThrownBy(() -> API.read(with(record, new RecordHeader("ce_macapiservice", "?".getBytes(UTF_8)))))
                .isInstanceOf(ForgedEvent.class)
                .hasNoCause();
    }

    @Test
    void shouldMakeTheSameContentForEver() throws NoSuchAlgorithmException {
        // A change of it makes all events forgeries that wait in MongoDB or Kafka during an upgrade.
        byte[] content = CloudEvents.content(CloudEvents.toRecord(event("r", "c")));

        // then
        assertThat(content).startsWith("\0\0\0\27health-passport event 1\0\0\0\11patient-1".getBytes(UTF_8));
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
                .isEqualTo("d509405f22430cd39b0636c3f30cbf5a3eb8898ef2a8fb43dd2d4d131ebd00fd");
    }

    private static void assertRefused(ConsumerRecord<String, byte[]> record) {
        for (Service reader : Service.values()) {
            assertThatThrownBy(() -> TestMacs.of(reader).read(record))
                    .isInstanceOfAny(ForgedEvent.class, MalformedEvent.class)
                    .hasNoCause();
        }
    }

    private static void assertForged(Service reader, ConsumerRecord<String, byte[]> record) {
        assertThatThrownBy(() -> TestMacs.of(reader).read(record)).isInstanceOf(ForgedEvent.class);
    }

    private static Event event(String correlationId, String causationId) {
        return new Event(
                "event-1",
                EventType.DOCUMENT_RECEIVED,
                "document-1",
                Instant.parse("2026-11-23T10:15:30.123Z"),
                "patient-1",
                42L,
                correlationId,
                causationId,
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                EventCodec.encode(Samples.received()),
                EncodedStamp.of(Samples.stamp()));
    }

    private static Event event(long sequence, String causationId) {
        Event event = event("request-1", causationId);
        return new Event(
                event.id(),
                event.type(),
                event.subject(),
                event.time(),
                event.key(),
                sequence,
                event.correlationId(),
                event.causationId(),
                event.traceparent(),
                event.data(),
                event.encodedStamp());
    }

    private static Event with(byte[] payload) {
        return new Event(
                EVENT.id(),
                EVENT.type(),
                EVENT.subject(),
                EVENT.time(),
                EVENT.key(),
                EVENT.sequence(),
                EVENT.correlationId(),
                EVENT.causationId(),
                EVENT.traceparent(),
                payload,
                EVENT.encodedStamp());
    }

    private static KeptEvent newer(String type, byte[] payload, String correlationId) {
        return new KeptEvent(
                "event-2",
                type,
                "document-1",
                EVENT.time(),
                "patient-1",
                43L,
                correlationId,
                null,
                null,
                payload,
                new byte[] {0, 0x7f, 0, 0, 0},
                Map.of());
    }

    private static KeptEvent with(KeptEvent event, Map<Service, byte[]> macs) {
        return new KeptEvent(
                event.id(),
                event.type(),
                event.subject(),
                event.time(),
                event.key(),
                event.sequence(),
                event.correlationId(),
                event.causationId(),
                event.traceparent(),
                event.data(),
                event.stamp(),
                macs);
    }

    private static Event result() {
        DocumentProcessed processed = DocumentProcessed.newBuilder()
                .setDocumentId("document-1")
                .setPatientId("patient-1")
                .setOutcome(ProcessingOutcome.STORED)
                .build();
        return Event.resultOf(EVENT, EventType.DOCUMENT_PROCESSED, "document-1", "document-1", EVENT.time(), processed);
    }

    private static byte[] changed(byte[] value) {
        byte[] changed = value.clone();
        changed[changed.length - 1] ^= 1;
        return changed;
    }

    private static byte[] longer(byte[] value) {
        return Arrays.copyOf(value, value.length + 1);
    }

    private static ConsumerRecord<String, byte[]> with(ProducerRecord<String, byte[]> record, Header header) {
        ConsumerRecord<String, byte[]> changed = received(record);
        changed.headers().add(header);
        return changed;
    }

    private static ConsumerRecord<String, byte[]> without(ProducerRecord<String, byte[]> record, String header) {
        ConsumerRecord<String, byte[]> changed = received(record);
        changed.headers().remove(header);
        return changed;
    }

    private static ConsumerRecord<String, byte[]> received(ProducerRecord<String, byte[]> record) {
        ConsumerRecord<String, byte[]> received =
                new ConsumerRecord<>(record.topic(), 0, 0, record.key(), record.value());
        record.headers().forEach(received.headers()::add);
        return received;
    }
}
