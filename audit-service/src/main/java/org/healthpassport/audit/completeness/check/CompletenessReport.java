package org.healthpassport.audit.completeness.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.healthpassport.audit.completeness.check.MissingEntries.Lost;
import org.healthpassport.audit.completeness.check.StuckStreams.Stuck;
import org.healthpassport.audit.completeness.emitted.OverdueWork.Owed;
import org.healthpassport.audit.completeness.logged.LoggedFindings.Logged;
import org.healthpassport.audit.completeness.round.LastRound;
import org.healthpassport.audit.entry.Finding.PutBack;
import org.healthpassport.events.stream.StreamKind;
import org.jspecify.annotations.Nullable;

/**
 * The report about missing entries, and about documents that are not as the log says that they were written.
 *
 * @param checkedAt RFC 3339; null before the first check
 * @param complete true if nothing is missing, nothing is stuck, there is no finding, a round was finished, and the log is not
 *     behind
 * @param delayed true if the log is so far behind that missing entries cannot be told from late ones
 * @param missing the first thousand, by stream
 * @param missingEntries the number of all missing entries
 * @param stuck streams with something that has waited for more than five minutes, the longest first, at most a thousand
 * @param findings the first thousand, each once, the oldest first; they stay
 * @param roundEndedAt RFC 3339, the end of the last round over all documents; null before the first one is finished
 * @param roundSeconds the length of that round; null likewise
 * @param nextRoundBy RFC 3339, the time at which the next round begins at the latest: what somebody puts back now is named when
 *     it ends; null likewise
 * @param restore the latest restore of the database; null if there was none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CompletenessReport(
        @Nullable String checkedAt,
        boolean complete,
        boolean delayed,
        List<Item> missing,
        long missingEntries,
        List<StuckStream> stuck,
        List<Found> findings,
        @Nullable String roundEndedAt,
        @Nullable Double roundSeconds,
        @Nullable String nextRoundBy,
        @Nullable Restore restore) {
    private static final String SENDING = "SENDING";
    static final int MOST_ITEMS = 1000;

    /**
     * Numbers of a stream, both inclusive.
     *
     * @param collection of api-service that emits it
     * @param stream the id of the aggregate or producer
     * @param since RFC 3339
     */
    record Item(String collection, String stream, long from, long to, String since) {}

    /**
     * Something that is not as it was written.
     *
     * @param kind such as {@code AGGREGATE_BEHIND}, the type of its entry in the log
     * @param collection of api-service, or {@code auditViews}
     * @param stream the id of the aggregate, or the build of the views
     * @param from the first number that this is about, 0 for none
     * @param to the last one
     * @param since RFC 3339
     * @param index of its entry in the log
     */
    record Found(String kind, String collection, String stream, long from, long to, String since, long index) {}

    /**
     * A restore of the database, which is no finding.
     *
     * @param time RFC 3339
     * @param aggregates the number of those that are gone or older because of a restore, as of the last round
     */
    record Restore(String time, long aggregates) {}

    /**
     * A stream that is stuck.
     *
     * @param since RFC 3339
     * @param waitsFor {@code SENDING} where its events wait for Kafka; else the event that ends the waiting for a worker, such as
     *     {@code DOCUMENT_STORED}
     */
    record StuckStream(String collection, String stream, String since, String waitsFor) {}

    static CompletenessReport of(
            MissingEntries.@Nullable Check check,
            List<Lost> missing,
            Collection<Stuck> stuck,
            List<Owed> owed,
            List<Logged> findings,
            @Nullable LastRound round) {
        boolean delayed = check == null || check.delayed();
        return new CompletenessReport(
                check == null ? null : check.checkedAt().toString(),
                !delayed
                        && round != null
                        && missing.isEmpty()
                        && stuck.isEmpty()
                        && owed.isEmpty()
                        && findings.isEmpty(),
                delayed,
                missing.stream()
                        .limit(MOST_ITEMS)
                        .map(lost -> new Item(
                                StreamKind.collectionOf(lost.stream()),
                                StreamKind.idOf(lost.stream()),
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
                        .map(stream -> new StuckStream(
                                StreamKind.collectionOf(stream.stream()),
                                StreamKind.idOf(stream.stream()),
                                stream.since().toString(),
                                stream.waitsFor()))
                        .toList(),
                eachOnce(findings),
                round == null ? null : round.endedAt().toString(),
                round == null ? null : round.length().toMillis() / 1000.0,
                round == null ? null : round.nextBy().toString(),
                round == null
                        ? null
                        : round.restoredAt()
                                .map(time -> new Restore(time.toString(), round.lostByRestore()))
                                .orElse(null));
    }

    /** Two instances may have noticed the same. */
    private static List<Found> eachOnce(List<Logged> findings) {
        Map<String, Found> found = new LinkedHashMap<>();
        for (Logged logged : findings) {
            PutBack finding = logged.finding();
            found.putIfAbsent(
                    finding.name(),
                    new Found(
                            finding.kind().name(),
                            finding.collection(),
                            finding.aggregate(),
                            finding.from(),
                            finding.to(),
                            logged.since().toString(),
                            logged.index()));
        }
        return List.copyOf(found.values());
    }
}
