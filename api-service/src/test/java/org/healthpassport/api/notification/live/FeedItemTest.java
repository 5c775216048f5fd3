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
import org.healthpassport.events.CloudEvents;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.consent.ConsentGranted;
import org.healthpassport.events.consent.GranteeType;
import org.junit.jupiter.api.Test;

class FeedItemTest {
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
        FeedItem.Fed fed = FeedItem.Fed.of(record(GRANTED.data())).orElseThrow();

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
        ConsumerRecord<String, byte[]> unknown = record(GRANTED.data());
        unknown.headers().add("ce_type", "org.healthpassport.unknown.v9".getBytes(StandardCharsets.UTF_8));
        ConsumerRecord<String, byte[]> bare =
                new ConsumerRecord<>(EventType.CONSENT_GRANTED.topic().topicName(), 1, 42, "patient-1", new byte[3]);

        assertThat(FeedItem.Fed.of(record(cut))).isEmpty();
        assertThat(FeedItem.Fed.of(unknown)).isEmpty();
        assertThat(FeedItem.Fed.of(bare)).isEmpty();
    }

    private static ConsumerRecord<String, byte[]> record(byte[] data) {
        ProducerRecord<String, byte[]> sent = CloudEvents.toRecord(GRANTED);
        return new ConsumerRecord<>(
                sent.topic(),
                1,
                42,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                data,
                sent.headers(),
                Optional.empty());
    }
}
