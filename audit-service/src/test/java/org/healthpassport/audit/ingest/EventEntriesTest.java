package org.healthpassport.audit.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.CanonicalJson;
import org.healthpassport.audit.entry.EntryActor;
import org.healthpassport.audit.entry.Finding;
import org.healthpassport.audit.entry.FindingEntries;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.entry.Outcome;
import org.healthpassport.audit.entry.StreamPosition;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.events.EncodedStamp;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Service;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.audit.AuditStamp;
import org.healthpassport.events.kafka.AttestedEvent;
import org.healthpassport.events.kafka.CloudEvents;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.kafka.ForgedEvent;
import org.healthpassport.events.kafka.TestMacs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventEntriesTest {
    private static final EventMacs API = TestMacs.of(Service.API_SERVICE);
    private static final EventEntries ENTRIES = new EventEntries(TestMacs.of(Service.AUDIT_SERVICE));
    private static final long TAKEN_AT = Instant.parse("2026-11-23T10:15:31Z").toEpochMilli();
    private static final DataRead PAYLOAD = DataRead.newBuilder()
            .setPatientId("patient-1")
            .setResourceType("DOCUMENT")
            .setResourceId("document-1")
            .setInteraction(Interaction.READ)
            .setRight(AccessRight.CONSENT)
            .build();

    @Test
    void shouldSayWhoReadWhatInOneFormForEver() {
        // when
        IdentifiedEntry entry = ENTRIES.of(taken(CloudEvents.toRecord(attested(stamp(4)))));

        // then
        assertThat(entry.id()).isEqualTo("event-1");
        assertThat(text(entry)).isEqualTo("""
                {"action":"R","actor":"account-2","actorRole":"DOCTOR","aggregate":"producer-1","breakGlass":true,\
                "commitment":"BAU=","detail":"AQID","eventId":"event-1","keyId":"pseudonym-1",\
                "organization":"hospital-1","outcome":4,"patient":"pseudonym-1","purpose":"ETREAT",\
                "recordedAt":"2026-11-23T10:15:31Z","sequence":42,"source":"/api-service",\
                "time":"2026-11-23T10:15:30.123Z","type":"org.healthpassport.access.data-read.v1","v":1}""");
    }

    @Test
    void shouldNotRepeatThePatientsIdOrThePayload() {
        assertThat(text(ENTRIES.of(taken(CloudEvents.toRecord(attested(stamp(0)))))))
                .doesNotContain("patient-1", "document-1");
    }

    @Test
    void shouldNameTheServiceWhereNobodyElseWasBehindIt() {
        // when
        AuditEntry entry = AuditEntry.parse(
                ENTRIES.of(taken(CloudEvents.toRecord(attested(null)))).entry());

        // then
        assertThat(entry.actor()).isEqualTo(EntryActor.service("/api-service"));
        assertThat(entry.outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(entry.patient()).isNull();
        assertThat(entry.detail()).isNull();
    }

    @Test
    void shouldReadBackWhatItWrote() {
        // given
        IdentifiedEntry entry = ENTRIES.of(taken(CloudEvents.toRecord(attested(stamp(12)))));

        // when
        AuditEntry read = AuditEntry.parse(entry.entry());

        // then
        assertThat(read.toEntry()).isEqualTo(entry.entry());
        assertThat(read.stream()).isEqualTo(new StreamPosition("producer-1", 42L));
        assertThat(read.outcome()).isEqualTo(Outcome.MAJOR_FAILURE);
    }

    @Test
    void shouldSayWhereARecordIsThatCannotBeRead() {
        // given
        ConsumerRecord<byte[], byte[]> noise =
                new ConsumerRecord<>("healthpassport.patient", 2, 17, null, "Jane Doe".getBytes(UTF_8));

        // when
        IdentifiedEntry found = ENTRIES.of(noise);
        AuditEntry entry = AuditEntry.parse(found.entry());

        // then
        assertThat(entry.type()).isEqualTo("UNPARSEABLE");
        assertThat(entry.outcome()).isEqualTo(Outcome.SERIOUS_FAILURE);
        assertThat(entry.finding())
                .isEqualTo(new Finding.Unparseable(
                        "healthpassport.patient",
                        2,
                        17,
                        "01332c876518a793b7c1b8dfaf6d4b404ff5db09b21c6627ca59710cc24f696a"));
        assertThat(text(found)).doesNotContain("Jane");
        assertThat(ENTRIES.of(noise)).isEqualTo(found);
    }

    @Test
    void shouldSayWhichRecordsWereNotThere() {
        // given
        Finding.OffsetGap gap = new Finding.OffsetGap("healthpassport.access", 1, 100, 250);

        // when
        IdentifiedEntry entry = FindingEntries.ofGap(gap, Instant.parse("2026-11-23T10:00:00Z"));

        // then
        assertThat(AuditEntry.parse(entry.entry()).finding()).isEqualTo(gap);
    }

    @Test
    void shouldHaveAnEntryForARecordWhoseEntryWouldBeTooLong() {
        // given
        AuditStamp stamp = stamp(0, new byte[4096]);

        // when
        IdentifiedEntry entry = ENTRIES.of(taken(CloudEvents.toRecord(attested(stamp))));

        // then
        assertThat(AuditEntry.parse(entry.entry()).type()).isEqualTo("UNPARSEABLE");
    }

    @Test
    void shouldHaveAnEntryForAnOutcomeThatDoesNotExist() {
        assertThat(AuditEntry.parse(ENTRIES.of(taken(CloudEvents.toRecord(attested(stamp(5)))))
                                .entry())
                        .type())
                .isEqualTo("UNPARSEABLE");
    }

    @Property(tries = 500)
    void shouldHaveAnEntryForAnyBytesThatClaimNoProducer(
            @ForAll @Size(max = 60) byte[] key,
            @ForAll @Size(max = 60) byte[] value,
            @ForAll @Size(max = 60) byte[] header,
            @ForAll boolean withType) {
        // given
        ProducerRecord<String, byte[]> event = CloudEvents.toRecord(attested(stamp(0)));
        RecordHeaders headers = new RecordHeaders();
        if (withType) {
            event.headers().forEach(headers::add);
            headers.add("ce_type", header);
        }

        // when
        IdentifiedEntry entry = ENTRIES.of(new ConsumerRecord<>(
                event.topic(), 0, 7, TAKEN_AT, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty()));

        // then
        assertThat(AuditEntry.parse(entry.entry()).toEntry()).isEqualTo(entry.entry());
        assertThat(entry.entry().length()).isLessThanOrEqualTo(AuditEntry.LONGEST);
    }

    @Property(tries = 500)
    void shouldNotBelieveChangedBytes(
            @ForAll @Size(max = 60) byte[] key,
            @ForAll @Size(max = 60) byte[] value,
            @ForAll @Size(max = 60) byte[] header) {
        // given
        RecordHeaders headers = new RecordHeaders();
        CloudEvents.toRecord(attested(stamp(0))).headers().forEach(headers::add);
        headers.add("ce_auditstamp", header);

        // then
        assertThatThrownBy(() -> ENTRIES.of(new ConsumerRecord<>(
                        "healthpassport.access",
                        0,
                        7,
                        TAKEN_AT,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        key,
                        value,
                        headers,
                        Optional.empty())))
                .isInstanceOf(ForgedEvent.class);
    }

    @Property(tries = 300)
    void shouldReadEntriesOrRefuseThem(@ForAll @Size(max = 80) byte[] bytes) {
        try {
            AuditEntry.parse(Entry.of(bytes));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("Expected");
        }
    }

    @Test
    void shouldRefuseEntriesOfALaterVersion() {
        assertThatThrownBy(() -> AuditEntry.parse(Entry.of(CanonicalJson.write(Map.of("v", 2)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version");
    }

    private static AttestedEvent attested(@Nullable AuditStamp stamp) {
        return API.attest(event(stamp));
    }

    private static Event event(@Nullable AuditStamp stamp) {
        return new Event(
                "event-1",
                EventType.DATA_READ,
                "producer-1",
                Instant.parse("2026-11-23T10:15:30.123456Z"),
                "patient-1",
                42L,
                "request-1",
                null,
                null,
                EventCodec.encode(PAYLOAD),
                stamp == null ? null : EncodedStamp.of(stamp));
    }

    private static AuditStamp stamp(int outcome) {
        return stamp(outcome, new byte[] {1, 2, 3});
    }

    private static AuditStamp stamp(int outcome, byte[] sealedDetail) {
        return AuditStamp.newBuilder()
                .setAction(AuditAction.READ)
                .setOutcome(outcome)
                .setPatient("pseudonym-1")
                .setActor("account-2")
                .setActorRole("DOCTOR")
                .setOrganization("hospital-1")
                .setPurpose("ETREAT")
                .setBreakGlass(true)
                .setKeyId("pseudonym-1")
                .setSealedDetail(ByteBuffer.wrap(sealedDetail))
                .setCommitment(ByteBuffer.wrap(new byte[] {4, 5}))
                .build();
    }

    private static ConsumerRecord<byte[], byte[]> taken(ProducerRecord<String, byte[]> sent) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : sent.headers()) {
            headers.add(header);
        }
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                7,
                TAKEN_AT,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key().getBytes(UTF_8),
                sent.value(),
                headers,
                Optional.empty());
    }

    private static String text(IdentifiedEntry entry) {
        return new String(entry.entry().bytes(), UTF_8);
    }
}
