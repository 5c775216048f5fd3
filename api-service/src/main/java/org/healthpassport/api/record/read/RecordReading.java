package org.healthpassport.api.record.read;

import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.healthpassport.aggregates.ListPosition;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessDecision;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.RecordRefusal;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.events.access.Interaction;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives records to callers whom {@link AccessDecision} allows to read them, after the access is recorded. */
@Component
final class RecordReading {
    private final HealthRecords records;
    private final RecordVersions versions;
    private final AccessDecision access;
    private final AccessLog accessLog;
    private final UnreadableAlarm alarm;

    RecordReading(
            HealthRecords records,
            RecordVersions versions,
            AccessDecision access,
            AccessLog accessLog,
            UnreadableAlarm alarm) {
        this.records = records;
        this.versions = versions;
        this.access = access;
        this.accessLog = accessLog;
        this.alarm = alarm;
    }

    /** The newest version of a record; fails with 404, and with 410 if the record was deleted. */
    Mono<RecordVersion> newest(Caller caller, String patientId, String recordId) {
        return find(caller, patientId, recordId)
                .flatMap(record -> version(record, record.version()))
                .delayUntil(version -> recordRead(patientId, recordId));
    }

    /** One version of a record; fails with 404, and with 410 for the version that marks a deletion. */
    Mono<RecordVersion> version(Caller caller, String patientId, String recordId, long number) {
        return find(caller, patientId, recordId)
                .flatMap(record -> number < 1 || number > record.version()
                        ? Mono.error(new RecordRefusal.NoSuchVersion()::asException)
                        : version(record, number))
                .delayUntil(version -> recordRead(patientId, recordId));
    }

    /**
     * The newest versions of the patient's records that are not deleted and pass the filter, newest record first. An
     * outcome takes the place of each record that cannot be read; fails with 503 if there are more than a few of them.
     */
    Mono<Page<LoadedVersion>> list(Caller caller, String patientId, RecordFilter filter, PageRequest page) {
        Access.Read listed = new Access.Read(patientId, HealthRecords.RESOURCE_TYPE, null, Interaction.SEARCH);
        return access.require(caller, patientId, AccessScope.RECORDS_READ)
                .then(Mono.defer(() -> accessLog.record(listed)))
                .then(Mono.defer(() -> scan(patientId, filter, page)))
                .flatMap(found -> load(patientId, found));
    }

    private Mono<Page<ReadResult<VersionName>>> scan(String patientId, RecordFilter filter, PageRequest page) {
        RecordScan scan = new RecordScan(filter, page);
        return records.of(patientId, page.after())
                .takeWhile(filter::isLateEnough)
                .takeUntil(scan::endsWith)
                .then(Mono.fromSupplier(scan::page));
    }

    /** All versions of a record, newest first, even if it was deleted; otherwise like {@link #list}. */
    Mono<Page<LoadedVersion>> history(Caller caller, String patientId, String recordId, PageRequest page) {
        return find(caller, patientId, recordId)
                .flatMap(record -> load(patientId, ListedVersion.page(history(record, page), page)))
                .delayUntil(found -> recordRead(patientId, recordId));
    }

    /** The versions of a page, and one more. */
    private static List<ListedVersion> history(Snapshot<HealthRecordState> record, PageRequest page) {
        ListPosition after = page.after();
        long newest = after == null
                ? record.version()
                : record.state().numberOf(after.id()).orElseThrow(RecordReading::strangeCursor) - 1;
        return LongStream.iterate(newest, number -> number >= 1, number -> number - 1)
                .limit(page.limit() + 1L)
                .mapToObj(number -> ListedVersion.of(record, number))
                .toList();
    }

    private static ProblemException strangeCursor() {
        return Problem.of(
                        ProblemType.MALFORMED_REQUEST,
                        "The cursor belongs to another list. Use only the cursor of the page before.")
                .asException();
    }

    private Mono<Page<LoadedVersion>> load(String patientId, Page<ReadResult<VersionName>> names) {
        List<VersionName> readable = names.items().stream()
                .flatMap(name -> name.ifReadable().stream())
                .toList();
        return versions.find(patientId, readable)
                .map(loaded -> {
                    Iterator<ReadResult<RecordVersion>> next = loaded.iterator();
                    return names.map(name ->
                            name.fold(named -> LoadedVersion.of(named, next.next()), LoadedVersion::ofUnreadableHead));
                })
                .doOnNext(page -> alarm.requireFew(
                        page.items().stream().map(LoadedVersion::version).toList()));
    }

    private Mono<Snapshot<HealthRecordState>> find(Caller caller, String patientId, String recordId) {
        return access.require(caller, patientId, AccessScope.RECORDS_READ).then(records.get(patientId, recordId));
    }

    private Mono<RecordVersion> version(Snapshot<HealthRecordState> record, long number) {
        if (record.state().deleted() && number == record.version()) {
            return Mono.error(new RecordRefusal.RecordDeleted()::asException);
        }
        return versions.find(record.state().patientId(), List.of(record.state().nameOf(record.id(), number)))
                .map(found -> found.get(0).orThrow());
    }

    private Mono<Void> recordRead(String patientId, String recordId) {
        return accessLog.record(new Access.Read(patientId, HealthRecords.RESOURCE_TYPE, recordId, Interaction.READ));
    }
}
