package org.healthpassport.audit.ingest;

import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.healthpassport.audit.entry.Finding.OffsetGap;
import org.healthpassport.audit.entry.FindingEntries;
import org.healthpassport.audit.entry.IdentifiedEntry;

/**
 * The functions that make entries; neither throws.
 *
 * @param ofRecord of any record, be it an event or not
 * @param ofGap of records that are not there any more, noticed at an instant
 */
public record EntryFunctions(
        Function<ConsumerRecord<byte[], byte[]>, IdentifiedEntry> ofRecord,
        BiFunction<OffsetGap, Instant, IdentifiedEntry> ofGap) {
    public static final EntryFunctions OF_EVENTS = new EntryFunctions(EventEntries::of, FindingEntries::ofGap);
}
