package org.healthpassport.audit.completeness.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.audit.completeness.check.MissingEntries.Lost;
import org.healthpassport.audit.completeness.check.StuckStreams.Stuck;
import org.healthpassport.audit.completeness.emitted.OverdueWork.Owed;
import org.jspecify.annotations.Nullable;

/**
 * The report about missing entries.
 *
 * @param checkedAt RFC 3339; null before the first check
 * @param complete true if nothing is missing, nothing is stuck, and the log is not behind
 * @param delayed true if the log is so far behind that missing entries cannot be told from late ones
 * @param missing the first thousand, by stream
 * @param missingEntries the number of all missing entries
 * @param stuck streams with something that has waited for more than five minutes, the longest first, at most a thousand
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CompletenessReport(
        @Nullable String checkedAt,
        boolean complete,
        boolean delayed,
        List<Item> missing,
        long missingEntries,
        List<StuckStream> stuck) {
    private static final String SENDING = "SENDING";
    static final int MOST_ITEMS = 1000;

    /**
     * Numbers of a stream, both inclusive.
     *
     * @param since RFC 3339
     */
    record Item(String stream, long from, long to, String since) {}

    /**
     * A stream that is stuck.
     *
     * @param since RFC 3339
     * @param waitsFor {@code SENDING} where its events wait for Kafka; else the event that ends the waiting for a worker, such as
     *     {@code DOCUMENT_STORED}
     */
    record StuckStream(String stream, String since, String waitsFor) {}

    static CompletenessReport of(
            MissingEntries.@Nullable Check check, List<Lost> missing, Collection<Stuck> stuck, List<Owed> owed) {
        boolean delayed = check == null || check.delayed();
        return new CompletenessReport(
                check == null ? null : check.checkedAt().toString(),
                !delayed && missing.isEmpty() && stuck.isEmpty() && owed.isEmpty(),
                delayed,
                missing.stream()
                        .limit(MOST_ITEMS)
                        .map(lost -> new Item(
                                lost.stream(),
                                lost.from(),
                                lost.to(),
                                lost.since().toString()))
                        .toList(),
                missing.stream().mapToLong(lost -> lost.numbers().count()).sum(),
                Stream.concat(
                                stuck.stream().map(sending -> new Owed(sending.stream(), SENDING, sending.since())),
                                owed.stream())
                        .sorted(Comparator.comparing(Owed::since).thenComparing(Owed::stream))
                        .limit(MOST_ITEMS)
                        .map(stream ->
                                new StuckStream(stream.stream(), stream.since().toString(), stream.waitsFor()))
                        .toList());
    }
}
