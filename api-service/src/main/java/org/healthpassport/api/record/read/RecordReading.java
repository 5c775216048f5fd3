package org.healthpassport.api.record.read;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.unreadable.MostlyUnreadable;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRefusal;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.RecordRefusal;
import org.healthpassport.api.record.version.RecordHistory;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.edge.limit.OneAtATime;
import org.healthpassport.fhir.catalog.RecordType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives records to callers who may read them. */
@Component
public final class RecordReading {
    private final HealthRecords records;
    private final RecordVersions versions;
    private final RecordHistory histories;
    private final HistoryOfType ofType;
    /** As one looks at all records of the patient. */
    private final OneAtATime byDate = new OneAtATime("lists of this patient's records by clinical date");

    private final PatientAccess access;
    private final UnreadableAlarm alarm;

    RecordReading(
            HealthRecords records,
            RecordVersions versions,
            RecordHistory histories,
            HistoryOfType ofType,
            PatientAccess access,
            UnreadableAlarm alarm) {
        this.records = records;
        this.versions = versions;
        this.histories = histories;
        this.ofType = ofType;
        this.access = access;
        this.alarm = alarm;
    }

    /** The newest version of a record; refused if there is none, or if the record was deleted. */
    public Mono<RecordVersion> newest(Caller caller, String patientId, String recordId) {
        return access.read(
                caller,
                HealthRecords.reading(patientId, recordId),
                grant -> records.get(grant, recordId)
                        .flatMap(record -> version(grant, record, record.state().number())));
    }

    /**
     * One version of a record; refused if there is none, if it marks a deletion, or if the caller may not read the
     * history.
     */
    public Mono<RecordVersion> version(Caller caller, String patientId, String recordId, long number) {
        return access.read(
                caller,
                HealthRecords.reading(patientId, recordId),
                grant -> records.withHistory(caller, grant, recordId)
                        .flatMap(record -> number < 1 || number > record.state().number()
                                ? Mono.error(new RecordRefusal.NoSuchVersion()::asException)
                                : version(grant, record, number)));
    }

    /**
     * The newest versions of the patient's records that are not deleted and pass the filter, in that order. An outcome
     * takes the place of each record that cannot be read; fails with {@link MostlyUnreadable} if there are more than a few
     * of them.
     */
    Mono<Page<LoadedVersion>> list(Caller caller, String patientId, RecordFilter filter, PageRequest page) {
        DataRequest listed = DataRequest.list(AccessScope.RECORDS_READ, patientId, HealthRecords.RESOURCE_TYPE);
        PageRequest request = filter.pageOf(patientId, page);
        return access.read(
                caller,
                listed,
                grant -> (filter.byDate() ? byDate(grant, filter, request) : scan(grant, filter, request))
                        .flatMap(found -> load(grant, found)));
    }

    private Mono<Page<ListedVersion>> byDate(Grant grant, RecordFilter filter, PageRequest request) {
        Mono<Page<ListedVersion>> found = Mono.fromSupplier(() -> new PageByDate(filter, request))
                .flatMap(page -> records.all(grant).doOnNext(page::look).then(Mono.fromSupplier(page::page)));
        return byDate.on(grant.patientFor(AccessScope.RECORDS_READ), found);
    }

    private Mono<Page<ListedVersion>> scan(Grant grant, RecordFilter filter, PageRequest page) {
        RecordScan scan = new RecordScan(filter, page);
        return records.of(grant, page.after())
                .takeWhile(filter::isLateEnough)
                .takeUntil(scan::endsWith)
                .then(Mono.fromSupplier(scan::page));
    }

    /**
     * All versions of a record, newest first; otherwise like {@link #list}. That of a deleted record is for the patient's
     * side and the organization whose record it was.
     */
    public Mono<Page<LoadedVersion>> history(Caller caller, String patientId, String recordId, PageRequest page) {
        PageRequest request = page.in("history", recordId);
        return access.read(
                caller,
                HealthRecords.reading(patientId, recordId),
                grant -> records.withHistory(caller, grant, recordId)
                        .flatMap(record -> history(grant, record, request)));
    }

    /**
     * The versions of all the patient's records of a type, newest first, deletions included; otherwise like
     * {@link #history} and {@link #list}.
     *
     * @param since the time of the oldest version; included
     */
    public Mono<Page<LoadedVersion>> historyOfType(
            Caller caller, String patientId, RecordType type, Instant since, PageRequest page) {
        PageRequest request = page.in("history of type", patientId, type, since);
        DataRequest listed = DataRequest.list(AccessScope.RECORDS_READ, patientId, HealthRecords.RESOURCE_TYPE);
        return access.read(
                caller,
                listed,
                grant -> ofType.page(
                                grant,
                                since,
                                record -> record.state().type() == type
                                        && HealthRecords.mayReadHistory(caller, grant, record.state()),
                                request)
                        .flatMap(found -> load(grant, found)));
    }

    private Mono<Page<LoadedVersion>> history(Grant grant, Snapshot<HealthRecordState> record, PageRequest page) {
        ListPosition after = page.after();
        long newest = after == null
                ? record.state().number()
                : VersionName.numberAt(record.id(), after.id())
                                .orElseThrow(new PageRefusal.CursorOfAnotherList()::asException)
                        - 1;
        return histories
                .entries(grant, HealthRecordState.headOf(record), newest, page.limit() + 1)
                .map(oneMore -> oneMore.stream()
                        .map(entry -> ListedVersion.of(record, entry))
                        .toList())
                .flatMap(oneMore -> load(grant, ListedVersion.page(oneMore, page)));
    }

    private Mono<Page<LoadedVersion>> load(Grant grant, Page<ListedVersion> listed) {
        List<VersionName> readable = listed.items().stream()
                .flatMap(one -> one.name().ifReadable().stream())
                .toList();
        return HealthRecords.marking(
                        listed.items().stream().anyMatch(ListedVersion::hidden), versions.find(grant, readable))
                .map(loaded -> {
                    Iterator<ReadResult<RecordVersion>> next = loaded.iterator();
                    return listed.map(one ->
                            LoadedVersion.of(one, one.name().fold(name -> next.next(), ReadResult::broken)));
                })
                .doOnNext(page -> alarm.requireFew(
                        page.items().stream().map(LoadedVersion::version).toList()));
    }

    private Mono<RecordVersion> version(Grant grant, Snapshot<HealthRecordState> record, long number) {
        if (record.state().deleted() && number == record.state().number()) {
            return Mono.error(new RecordRefusal.RecordDeleted()::asException);
        }
        return records.version(grant, record, number)
                .flatMap(version -> version.isDeletion()
                        ? Mono.error(new RecordRefusal.RecordDeleted()::asException)
                        : Mono.just(version));
    }
}
