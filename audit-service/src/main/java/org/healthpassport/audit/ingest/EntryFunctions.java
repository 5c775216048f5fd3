package org.healthpassport.audit.ingest;

import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.healthpassport.audit.entry.Finding.OffsetGap;
import org.healthpassport.audit.entry.FindingEntries;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.events.kafka.EventMacs;

/**
 * The functions that make entries.
 *
 * @param ofRecord of any record, be it an event or not; throws {@link org.healthpassport.events.kafka.ForgedEvent}
 * @param ofGap of records that are not there any more, noticed at an instant
 */
public record EntryFunctions(
        Function<ConsumerRecord<byte[], byte[]>, IdentifiedEntry> ofRecord,
        BiFunction<OffsetGap, Instant, IdentifiedEntry> ofGap) {
    /** Those of our events. */
    public static EntryFunctions ofEvents(EventMacs macs) {
        return new EntryFunctions(new EventEntries(macs)::of, FindingEntries::ofGap);
    }
}
