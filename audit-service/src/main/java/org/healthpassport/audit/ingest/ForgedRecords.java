package org.healthpassport.audit.ingest;

import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.healthpassport.audit.entry.Finding;
import org.healthpassport.audit.entry.FindingEntries;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.entry.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the entries of forged records: one for each, up to {@value #EACH_MINUTE} of a topic and minute, so that a flood of them
 * does not fill the log, and one with the number of the others when the minute is over. That number is lost if this process ends
 * before. For one thread.
 */
final class ForgedRecords {
    static final int EACH_MINUTE = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ForgedRecords.class);

    private final Counter counter;
    private final Clock clock;
    private final Map<String, Long> ofMinute = new HashMap<>();
    private Instant minute = Instant.EPOCH;

    /** @param counter of all of them */
    ForgedRecords(Counter counter, Clock clock) {
        this.counter = counter;
        this.clock = clock;
    }

    /** The entry of a forged record; empty if it is only counted. */
    Optional<IdentifiedEntry> entryOf(ConsumerRecord<byte[], byte[]> record, SourceRecord origin) {
        counter.increment();
        long number = ofMinute.merge(record.topic(), 1L, Long::sum);
        if (number == 1) {
            LOG.error(
                    "Expected {} to hold events of our services alone, but somebody else wrote {}-{}@{}; the audit log records it. Find out who can write to this topic.",
                    record.topic(),
                    record.topic(),
                    record.partition(),
                    record.offset());
        }
        return number > EACH_MINUTE
                ? Optional.empty()
                : Optional.of(FindingEntries.ofForged(
                        origin,
                        record.value() == null ? new byte[0] : record.value(),
                        Instant.ofEpochMilli(Math.max(0, record.timestamp()))));
    }

    /** The entries with the numbers of the minute before, once it is over. */
    List<IdentifiedEntry> counted() {
        Instant now = clock.instant();
        if (now.truncatedTo(ChronoUnit.MINUTES).equals(minute)) {
            return List.of();
        }
        List<IdentifiedEntry> entries = new ArrayList<>();
        ofMinute.forEach((topic, number) -> {
            if (number > EACH_MINUTE) {
                entries.add(FindingEntries.ofMoreForged(new Finding.MoreForged(topic, number - EACH_MINUTE), now));
            }
        });
        ofMinute.clear();
        minute = now.truncatedTo(ChronoUnit.MINUTES);
        return entries;
    }
}
