package org.healthpassport.api.record.version;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.record.version.Lineage.Candidate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The versions of one record, by their numbers. Any part of a history costs the same, however long the history is. */
@Component
public final class RecordHistory {
    private final RecordVersions versions;

    RecordHistory(RecordVersions versions) {
        this.versions = versions;
    }

    /** The entries from the number {@code newest} on, newest first, as many as there are but {@code most} at most. */
    public Mono<List<HistoryEntry>> entries(Grant grant, RecordHead head, long newest, int most) {
        grant.require(AccessScope.RECORDS_READ, head.patientId());
        long first = Math.min(newest, head.version());
        long last = Math.max(1, first - most + 1);
        return first < 1
                ? Mono.just(List.of())
                : lineage(head, last, first)
                        .map(lineage -> LongStream.iterate(first, number -> number >= last, number -> number - 1)
                                .mapToObj(number -> entry(head, lineage, number))
                                .toList());
    }

    /** An existing version; fails with {@link org.healthpassport.aggregates.unreadable.CannotBeRead}. */
    public Mono<RecordVersion> version(Grant grant, RecordHead head, long number) {
        Mono<VersionName> name = number == head.version()
                ? Mono.just(head.name())
                : nameOf(head, number).map(ReadResult::orThrow);
        return name.flatMap(found -> versions.find(grant, List.of(found)))
                .map(found -> found.get(0).orThrow());
    }

    /** True if the version counts; fails with {@link org.healthpassport.aggregates.unreadable.CannotBeRead} if nobody can tell. */
    public Mono<Boolean> counts(RecordHead head, VersionName version) {
        return version.number() > head.version()
                ? Mono.just(false)
                : nameOf(head, version.number()).map(name -> name.orThrow().equals(version));
    }

    private Mono<ReadResult<VersionName>> nameOf(RecordHead head, long number) {
        return lineage(head, number, number).map(lineage -> name(head, lineage, number));
    }

    private Mono<Lineage> lineage(RecordHead head, long lowest, long highest) {
        return versions.candidates(head.patientId(), head.recordId(), lowest, highest + Lineage.NAMED_BY)
                .map(candidates -> new Lineage(head, candidates));
    }

    private HistoryEntry entry(RecordHead head, Lineage lineage, long number) {
        ReadResult<VersionName> name = name(head, lineage, number);
        int bytes = lineage.with(number).stream()
                .filter(candidate ->
                        name.ifReadable().filter(candidate.name()::equals).isPresent())
                .map(Candidate::origin)
                .filter(Objects::nonNull)
                .mapToInt(Origin::bytes)
                .sum();
        return new HistoryEntry(number, name, bytes);
    }

    private ReadResult<VersionName> name(RecordHead head, Lineage lineage, long number) {
        Set<String> writers = lineage.writersOf(number);
        if (writers.size() == 1) {
            return ReadResult.readable(
                    new VersionName(head.recordId(), number, writers.iterator().next()));
        }
        UnreadableReason reason = writers.isEmpty() ? UnreadableReason.UNCERTAIN : UnreadableReason.OUTDATED;
        return ReadResult.broken(
                versions.unreadable(head.patientId(), VersionName.placeOf(head.recordId(), number), reason));
    }
}
