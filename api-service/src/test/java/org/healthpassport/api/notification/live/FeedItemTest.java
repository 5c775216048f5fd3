package org.healthpassport.api.notification.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Service;
import org.healthpassport.events.consent.ConsentGranted;
import org.healthpassport.events.consent.GranteeType;
import org.healthpassport.events.kafka.CloudEvents;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.kafka.TestMacs;
import org.junit.jupiter.api.Test;

class FeedItemTest {
    private static final EventMacs MACS = TestMacs.of(Service.API_SERVICE);
    private static final Event GRANTED = new Event(
            "event-1",
            EventType.CONSENT_GRANTED,
            "consent-1",
            Instant.EPOCH,
            "patient-1",
            1L,
            "request-1",
            null,
            null,
            EventCodec.encode(new ConsentGranted(
                    "consent-1", "patient-1", GranteeType.HOSPITAL, "hospital-1", List.of("RECORDS_READ"))));

    @Test
    void shouldTellWhomAnEventNames() {
        FeedItem.Fed fed = of(record(GRANTED)).orElseThrow();

        assertThat(fed.event()).isEqualTo(GRANTED);
        assertThat(fed.offset()).isEqualTo(42);
        assertThat(fed.audience().hospitals()).containsExactly("hospital-1");
        assertThat(fed.audience().doctorsOf()).containsExactly("hospital-1");
        assertThat(fed.audience().accounts()).isEmpty();
    }

    /** One that came to a stream would end it, and after it was resumed again. */
    @Test
    void shouldLeaveOutWhatCannotBeRead() {
        byte[] cut = Arrays.copyOf(GRANTED.data(), GRANTED.data().length - 3);
        ConsumerRecord<String, byte[]> unknown = record(GRANTED);
        unknown.headers().add("ce_type", "org.healthpassport.unknown.v9".getBytes(StandardCharsets.UTF_8));
        ConsumerRecord<String, byte[]> bare =
                new ConsumerRecord<>(EventType.CONSENT_GRANTED.topic().topicName(), 1, 42, "patient-1", new byte[3]);

        assertThat(of(record(with(cut)))).isEmpty();
        assertThat(of(unknown)).isEmpty();
        assertThat(of(bare)).isEmpty();
    }

    @Test
    void shouldTellNobodyWhatItsProducerDidNotWrite() {
        ConsumerRecord<String, byte[]> forged = record(GRANTED);
        forged.headers().add("ce_subject", "consent-2".getBytes(StandardCharsets.UTF_8));

        assertThat(of(forged)).isEmpty();
    }

    private static Optional<FeedItem.Fed> of(ConsumerRecord<String, byte[]> record) {
        return FeedItem.Fed.of(record, MACS);
    }

    private static Event with(byte[] data) {
        return new Event(
                GRANTED.id(),
                GRANTED.type(),
                GRANTED.subject(),
                GRANTED.time(),
                GRANTED.key(),
                GRANTED.sequence(),
                GRANTED.correlationId(),
                null,
                null,
                data);
    }

    private static ConsumerRecord<String, byte[]> record(Event event) {
        ProducerRecord<String, byte[]> sent = CloudEvents.toRecord(MACS.attest(event));
        return new ConsumerRecord<>(
                sent.topic(),
                1,
                42,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }
}
