package org.healthpassport.api.record;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.healthpassport.aggregates.AggregateKind;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.counter.Counters;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.record.annotation.Annotation;
import org.healthpassport.api.record.annotation.AnnotationName;
import org.healthpassport.api.record.annotation.RecordAnnotations;
import org.healthpassport.api.record.key.Token;
import org.healthpassport.api.record.quota.RecordLimits;
import org.healthpassport.api.record.quota.RecordQuota;
import org.healthpassport.api.record.version.RecordHistory;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.fhir.catalog.RecordType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The heads of all records. A version is written first, and counts once the head names it, which is one conditional
 * write:
 *
 * <pre>
 *   recordVersions  {recordId}/{number}/{commandId}  the resource, sealed      --1. insert
 *   records         {recordId}                       the newest version's name --2. the commit, if the head is still as it was
 * </pre>
 *
 * Each attempt of a command writes its own version and commits a head that names exactly that version. If the attempt
 * loses the race, or the process dies between the two writes, the sweep removes the version once no head can name it
 * any more.
 */
@Component
public final class HealthRecords {
    /** The resource type in audit entries, whatever the FHIR type. */
    public static final String RESOURCE_TYPE = "RECORD";

    /** Tells {@code audit-service} which version must be there; nothing else uses it. */
    private static final String NEWEST_VERSION = "newestVersion";

    private static final AggregateKind<HealthRecordState> KIND = new AggregateKind<HealthRecordState>(
                    "records",
                    RESOURCE_TYPE,
                    HealthRecordState.class,
                    HealthRecordState::patientId,
                    Set.of(),
                    state -> Map.of(
                            NEWEST_VERSION,
                            VersionName.partOf(state.number(), state.newest().get(0))))
            .restoredBy(RecordDecisions.restoration());

    private final Aggregates<HealthRecordState> heads;
    private final RecordCommits commits;
    private final RecordFates fates;
    private final RecordHistory history;
    private final PatientAccess access;
    private final RecordQuota quota;

    HealthRecords(
            AggregateStore store,
            RecordVersions versions,
            RecordAnnotations annotations,
            RecordHistory history,
            PatientAccess access,
            Counters counters,
            RecordLimits limits) {
        this.heads = store.of(KIND);
        this.quota = CountedRecords.quota(heads, history, counters, limits);
        this.commits = new RecordCommits(heads, versions, annotations, quota);
        this.fates = new RecordFates(heads, history, annotations);
        this.history = history;
        this.access = access;
    }

    /** The request for one record of a patient, as it is recorded. */
    public static DataRequest reading(String patientId, String recordId) {
        return new DataRequest(AccessScope.RECORDS_READ, patientId, RESOURCE_TYPE, recordId, Interaction.READ);
    }

    /** The bounds of a patient's records. */
    public RecordQuota quota() {
        return quota;
    }

    /** Saves a new record with its first version, durably; refused if the patient has no room for it. */
    public Mono<Snapshot<HealthRecordState>> create(String recordId, HealthRecordState state, RecordVersion first) {
        return commits.create(recordId, state, first);
    }

    /**
     * Durably saves the decision of a command and the version that it writes; does nothing if the command changes
     * nothing.
     *
     * @param draft makes the command for the record as the attempt finds it
     * @return the version that was written; empty if nothing changed; refused like the command, or if the patient has no
     *     room for the version
     */
    public Mono<RecordVersion> change(String recordId, Function<Snapshot<HealthRecordState>, RecordDraft> draft) {
        return commits.change(recordId, draft);
    }

    /** Durably saves the decision of a command that writes no version; refused like the command. */
    public Mono<Void> decide(String recordId, RecordCommand command) {
        return heads.change(recordId, record -> RecordDecisions.decide(record, command))
                .then();
    }

    /**
     * Durably saves an annotation of a record; refused if the record was deleted, has as many as it can have, or if the
     * patient has no room for it.
     *
     * @return its number; empty if the record has it already, or if there is no such record
     */
    public Mono<Long> annotate(AnnotationName name, Annotation annotation) {
        return commits.annotate(name, annotation);
    }

    /**
     * Tells if a record is there for whoever has the grant; the only place that decides so. A hidden record is not there
     * for most, and nothing tells them that it exists.
     */
    private static boolean isThere(Grant grant, HealthRecordState record) {
        return !record.hidden() || grant.includesHidden(record.organization());
    }

    /** The same for a record in a list, which may be one that cannot be read. */
    private static boolean isThere(Grant grant, ListedAggregate<HealthRecordState> listed) {
        return listed.aggregate().mayBe(record -> isThere(grant, record.state()));
    }

    /** A record of the patient; refused if there is none, or none for whoever has the grant. */
    public Mono<Snapshot<HealthRecordState>> get(Grant grant, String recordId) {
        String patientId = grant.patientFor(AccessScope.RECORDS_READ);
        return access.ofPatient(
                        grant, heads.find(recordId), record -> record.state().patientId())
                .flatMap(record -> isThere(grant, record.state())
                        ? Mono.just(record)
                        : access.deny(patientId, new RecordRefusal.NoSuchRecord()))
                .switchIfEmpty(Mono.error(new RecordRefusal.NoSuchRecord()::asException));
    }

    /** Tells if the patient's record is there for whoever has the grant; gives no data. */
    public Mono<Boolean> isThere(Grant grant, String recordId) {
        return grant.isOfPatientSide()
                ? Mono.just(true)
                : find(grant, recordId).map(found -> true).defaultIfEmpty(false);
    }

    /** Tells in the same way if it would be there for them if it was hidden. */
    public Mono<Boolean> isThereEvenHidden(Grant grant, String recordId) {
        return grant.isOfPatientSide()
                ? Mono.just(true)
                : find(grant, recordId)
                        .map(found -> found.mayBe(
                                record -> grant.includesHidden(record.state().organization())))
                        .defaultIfEmpty(false);
    }

    /**
     * A record, deleted or not, for those who may read its history; refused to others once that is recorded. The history of
     * a deleted record is for the patient's side and the organization whose record it was.
     */
    public Mono<Snapshot<HealthRecordState>> withHistory(Caller caller, Grant grant, String recordId) {
        return get(grant, recordId)
                .flatMap(record -> mayReadHistory(caller, grant, record.state())
                        ? Mono.just(record)
                        : access.deny(record.state().patientId(), new RecordRefusal.RecordDeleted()));
    }

    /** True for those to whom {@link #withHistory} gives the record. */
    public static boolean mayReadHistory(Caller caller, Grant grant, HealthRecordState record) {
        return !record.deleted()
                || grant.isOfPatientSide()
                || (caller.hospitalId() != null && record.isOf(caller.hospitalId()));
    }

    /** The place of a record whose address does not name its patient; empty if there is no such record. Gives no data. */
    public Mono<RecordPlace> placeOf(String recordId) {
        return heads.find(recordId)
                .map(record -> new RecordPlace(
                        record.state().patientId(),
                        record.state().type(),
                        recordId,
                        record.state().hidden()));
    }

    /**
     * A record of the patient; empty if there is none, or if it belongs to another patient. If a record cannot be read,
     * its owner is the one that the store names.
     */
    public Mono<ReadResult<Snapshot<HealthRecordState>>> find(Grant grant, String recordId) {
        String patientId = grant.patientFor(AccessScope.RECORDS_READ);
        return heads.find(recordId)
                .filter(record -> record.state().patientId().equals(patientId) && isThere(grant, record.state()))
                .map(ReadResult::readable)
                .onErrorResume(
                        CannotBeRead.class,
                        failure -> Mono.just(failure.unreadable())
                                .filter(unreadable -> patientId.equals(unreadable.subjectId()))
                                .map(ReadResult::broken));
    }

    /** The patient's records with these ids, in no order; those of others are left out. */
    public Flux<ListedAggregate<HealthRecordState>> among(Grant grant, Collection<String> recordIds) {
        String patientId = grant.patientFor(AccessScope.RECORDS_READ);
        return heads.withIds(recordIds)
                .filter(listed -> patientId.equals(listed.aggregate()
                                .<@Nullable String>fold(record -> record.state().patientId(), Unreadable::subjectId))
                        && isThere(grant, listed));
    }

    /** All records of a patient after the position {@code after}, newest first, including deleted ones. */
    public Flux<ListedAggregate<HealthRecordState>> of(Grant grant, @Nullable ListPosition after) {
        return heads.ofSubject(grant.patientFor(AccessScope.RECORDS_READ), after)
                .filter(listed -> isThere(grant, listed));
    }

    /** All records of a patient in no order, including deleted ones. */
    public Flux<ListedAggregate<HealthRecordState>> all(Grant grant) {
        return heads.allOfSubject(grant.patientFor(AccessScope.RECORDS_READ)).filter(listed -> isThere(grant, listed));
    }

    /** The newest versions of the patient's records that have an identifier, a token of FHIR's search. */
    public Flux<RecordVersion> identified(Grant grant, RecordType type, Token identifier) {
        return all(grant)
                .flatMapIterable(
                        listed -> listed.aggregate().ifReadable().stream().toList())
                .filter(record -> record.state().type() == type
                        && record.state().keys().identifiers().stream().anyMatch(one -> one.isMeantBy(identifier)))
                .concatMap(record -> version(grant, record, record.state().number()), 1);
    }

    /** The first version of the patient's record, as it was created; empty if there is no such record. */
    public Mono<RecordVersion> firstVersion(Grant grant, String recordId) {
        return find(grant, recordId).map(ReadResult::orThrow).flatMap(record -> version(grant, record, 1));
    }

    /** An existing version of a record, with a mark if the record is hidden. */
    public Mono<RecordVersion> version(Grant grant, Snapshot<HealthRecordState> record, long number) {
        return marking(record.state().hidden(), history.version(grant, HealthRecordState.headOf(record), number))
                .map(record.state()::marked);
    }

    /** The same, on a thread that may parse resources if one is to be marked; that takes too long for those of the store. */
    public static <T> Mono<T> marking(boolean hidden, Mono<T> versions) {
        return hidden ? versions.publishOn(Schedulers.boundedElastic()) : versions;
    }

    /** Ensures that no record will ever be created under that id; false if there is one. */
    public Mono<Boolean> ruleOut(String recordId) {
        return heads.ruleOut(recordId);
    }

    /** The fates of what was written for records. */
    public RecordFates fates() {
        return fates;
    }
}
