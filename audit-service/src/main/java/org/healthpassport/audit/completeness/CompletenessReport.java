package org.healthpassport.audit.completeness;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.healthpassport.audit.completeness.MissingEntries.Lost;
import org.jspecify.annotations.Nullable;

/**
 * What is missing in the log.
 *
 * @param checkedAt RFC 3339; null before the first check
 * @param complete whether nothing is missing and nothing is on its way
 * @param delayed whether entries may be on their way, so that what is missing cannot be told
 * @param missing the first thousand, by stream
 * @param missingEntries how many there are altogether
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CompletenessReport(
        @Nullable String checkedAt, boolean complete, boolean delayed, List<Item> missing, long missingEntries) {
    private static final int MOST_ITEMS = 1000;

    /**
     * Numbers of a stream, both inclusive.
     *
     * @param since RFC 3339
     */
    record Item(String stream, long from, long to, String since) {}

    static CompletenessReport of(MissingEntries.@Nullable Check check, List<Lost> missing) {
        boolean delayed = check == null || check.delayed();
        return new CompletenessReport(
                check == null ? null : check.checkedAt().toString(),
                !delayed && missing.isEmpty(),
                delayed,
                missing.stream()
                        .limit(MOST_ITEMS)
                        .map(lost -> new Item(
                                lost.stream(),
                                lost.from(),
                                lost.to(),
                                lost.since().toString()))
                        .toList(),
                missing.stream().mapToLong(lost -> lost.numbers().count()).sum());
    }
}
