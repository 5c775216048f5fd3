package org.healthpassport.audit.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.Finding;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.entry.SourceRecord;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class ForgedRecordsTest {
    private final MutableClock clock = MutableClock.of(Instant.parse("2026-11-23T10:15:30Z"), ZoneOffset.UTC);
    private final Counter counter = new SimpleMeterRegistry().counter("forged");
    private final ForgedRecords forged = new ForgedRecords(counter, clock);

    @Test
    void shouldRecordWhereAForgedRecordIsAndNothingOfIt() {
        // when
        IdentifiedEntry found = entryOf("healthpassport.patient", 17).orElseThrow();

        // then
        AuditEntry entry = AuditEntry.parse(found.entry());
        assertThat(entry.type()).isEqualTo("FORGED_EVENT");
        assertThat(entry.finding())
                .isEqualTo(new Finding.Forged(
                        "healthpassport.patient",
                        2,
                        17,
                        "01332c876518a793b7c1b8dfaf6d4b404ff5db09b21c6627ca59710cc24f696a"));
        assertThat(new String(found.entry().bytes(), UTF_8)).doesNotContain("Jane");
        assertThat(entryOf("healthpassport.patient", 17)).contains(found);
    }

    @Test
    void shouldRecordTwentyOfATopicAndMinuteAndThenTheNumberOfTheOthers() {
        // when
        long recorded = recorded("healthpassport.patient", 50);
        long ofAnother = recorded("healthpassport.access", 20);

        // then
        assertThat(recorded).isEqualTo(20);
        assertThat(ofAnother).isEqualTo(20);
        assertThat(counter.count()).isEqualTo(70);
        assertThat(forged.counted()).isEmpty();

        // when
        clock.add(Duration.ofMinutes(1));
        List<IdentifiedEntry> counted = forged.counted();

        // then
        assertThat(counted)
                .singleElement()
                .satisfies(entry -> assertThat(AuditEntry.parse(entry.entry()).finding())
                        .isEqualTo(new Finding.MoreForged("healthpassport.patient", 30)));
        assertThat(forged.counted()).isEmpty();
        assertThat(recorded("healthpassport.patient", 3)).isEqualTo(3);
    }

    private long recorded(String topic, int records) {
        forged.counted();
        return IntStream.range(0, records)
                .filter(offset -> entryOf(topic, offset).isPresent())
                .count();
    }

    private Optional<IdentifiedEntry> entryOf(String topic, long offset) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(topic, 2, offset, null, "Jane Doe".getBytes(UTF_8));
        return forged.entryOf(record, new SourceRecord(topic, 2, offset));
    }
}
