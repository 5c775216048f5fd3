package org.healthpassport.api.record.read;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.version.HistoryEntry;
import org.healthpassport.api.record.version.RecordHistory;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.WrittenVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The versions of many records of a patient in one list. Only the head of a record tells its type, and which of its
 * stored versions count, so all that were written are looked at. A page therefore ends after {@value #MOST} of them, even
 * if nothing was found, and its cursor continues from there.
 */
@Component
final class HistoryOfType {
    static final int MOST = 1_000;

    private static final int JUDGED_TOGETHER = 100;
    private static final int RECORDS_AT_ONCE = 8;

    private final HealthRecords records;
    private final RecordVersions versions;
    private final RecordHistory histories;

    HistoryOfType(HealthRecords records, RecordVersions versions, RecordHistory histories) {
        this.records = records;
        this.versions = versions;
        this.histories = histories;
    }

    /**
     * A page of versions that count, newest first, deletions included.
     *
     * @param since included
     * @param wanted selects records; one that cannot be read is wanted, and stands for all of its versions
     */
    Mono<Page<ListedVersion>> page(
            Grant grant, Instant since, Predicate<Snapshot<HealthRecordState>> wanted, PageRequest request) {
        return Mono.fromSupplier(() -> new Scan(request))
                .flatMap(scan -> versions.written(grant, request.after())
                        .takeWhile(version -> !version.position().time().isBefore(since))
                        .take(MOST)
                        .buffer(JUDGED_TOGETHER)
                        .concatMap(
                                written -> counting(grant, written, wanted).doOnNext(found -> scan.add(written, found)),
                                1)
                        .takeUntil(found -> scan.isFull())
                        .then(Mono.fromSupplier(scan::page)));
    }

    private Mono<List<ListedVersion>> counting(
            Grant grant, List<WrittenVersion> written, Predicate<Snapshot<HealthRecordState>> wanted) {
        Map<String, List<WrittenVersion>> byRecord =
                written.stream().collect(groupingBy(version -> version.name().recordId()));
        return records.among(grant, byRecord.keySet())
                .flatMap(head -> counting(grant, head, byRecord, wanted), RECORDS_AT_ONCE)
                .sort(comparing(ListedVersion::position, ListedVersion.NEWEST_FIRST))
                .collectList();
    }

    private Flux<ListedVersion> counting(
            Grant grant,
            ListedAggregate<HealthRecordState> head,
            Map<String, List<WrittenVersion>> byRecord,
            Predicate<Snapshot<HealthRecordState>> wanted) {
        String recordId = head.position().id();
        List<WrittenVersion> written = byRecord.getOrDefault(recordId, List.of());
        return head.aggregate()
                .fold(
                        record -> wanted.test(record) ? counting(grant, record, written) : Flux.empty(),
                        unreadable -> Flux.fromStream(written.stream().limit(1))
                                .map(newest -> new ListedVersion(
                                        recordId, 0, ReadResult.broken(unreadable), 0, false, newest.position())));
    }

    private Flux<ListedVersion> counting(
            Grant grant, Snapshot<HealthRecordState> record, List<WrittenVersion> written) {
        long oldest = Long.MAX_VALUE;
        long newest = 0;
        for (WrittenVersion version : written) {
            long number = Math.min(version.name().number(), record.state().number());
            oldest = Math.min(oldest, number);
            newest = Math.max(newest, number);
        }
        return histories
                .entries(grant, HealthRecordState.headOf(record), newest, (int) (newest - oldest + 1))
                .flatMapIterable(entries -> entries.stream()
                        .flatMap(entry -> among(record, written, entry))
                        .toList());
    }

    /** If nothing tells which version it is, it has the place of any. */
    private static Stream<ListedVersion> among(
            Snapshot<HealthRecordState> record, List<WrittenVersion> written, HistoryEntry entry) {
        return written.stream()
                .filter(version -> version.name().number() == entry.number()
                        && entry.name().mayBe(version.name()::equals))
                .limit(1)
                .map(version -> new ListedVersion(
                        version.name().recordId(),
                        entry.number(),
                        entry.name(),
                        entry.bytes(),
                        record.state().hidden(),
                        version.position()));
    }

    /** The versions that were found so far. */
    private static final class Scan {
        private final PageRequest request;
        private final List<ListedVersion> found = new ArrayList<>();
        private @Nullable ListPosition last;
        private int seen;

        Scan(PageRequest request) {
            this.request = request;
        }

        void add(List<WrittenVersion> written, List<ListedVersion> counting) {
            last = written.get(written.size() - 1).position();
            seen += written.size();
            found.addAll(counting);
        }

        boolean isFull() {
            return found.size() > request.limit();
        }

        Page<ListedVersion> page() {
            Page<ListedVersion> cut = ListedVersion.page(found, request);
            return last == null || seen < MOST ? cut : cut.goingOnBehind(last, request);
        }
    }
}
