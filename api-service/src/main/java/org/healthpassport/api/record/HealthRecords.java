package org.healthpassport.api.record;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.healthpassport.aggregates.AggregateKind;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Attempt;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.ListPosition;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.counter.CountedCommand;
import org.healthpassport.aggregates.counter.Counters;
import org.healthpassport.aggregates.counter.Demand;
import org.healthpassport.aggregates.sweep.LeftoverFate;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.record.HealthRecordState.Kept;
import org.healthpassport.api.record.quota.RecordLimits;
import org.healthpassport.api.record.quota.RecordQuota;
import org.healthpassport.api.record.resource.Token;
import org.healthpassport.api.record.version.NewVersion;
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

    private static final AggregateKind<HealthRecordState> KIND = new AggregateKind<>(
            "records",
            RESOURCE_TYPE,
            HealthRecordState.class,
            HealthRecordState::patientId,
            Set.of(),
            state -> Map.of());

    private final Aggregates<HealthRecordState> heads;
    private final RecordVersions versions;
    private final RecordHistory history;
    private final PatientAccess access;
    private final RecordQuota quota;

    HealthRecords(
            AggregateStore store,
            RecordVersions versions,
            RecordHistory history,
            PatientAccess access,
            Counters counters,
            RecordLimits limits) {
        this.heads = store.of(KIND);
        this.quota = CountedRecords.quota(heads, history, counters, limits);
        this.versions = versions;
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
        VersionName name = new VersionName(recordId, 1, state.newest().get(0));
        NewVersion made = new NewVersion(state.patientId(), name, first, List.of());
        return Mono.defer(() -> {
            CountedCommand command = quota.command();
            return command.run(prepare(command, made, quota.ofRecord(state.bytes()))
                    .then(Mono.defer(() -> heads.create(recordId, state, RecordDecisions.created(recordId, state)))));
        });
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
        return Mono.defer(() -> {
                    CountedCommand command = quota.command();
                    return command.run(heads.change(
                            recordId,
                            command.deciding(record -> attempt(record, draft.apply(record))),
                            step -> prepare(command, step.made(), step.demands())));
                })
                .map(step -> step.made().version());
    }

    /** Writes a version and reserves the room for it at the same time. */
    private Mono<Void> prepare(CountedCommand command, NewVersion made, List<Demand> demands) {
        return command.prepare(
                made.patientId(),
                made.name().id(),
                demands,
                versions.insert(made),
                versions.discard(List.of(made.name())));
    }

    private Attempt<HealthRecordState, Step> attempt(Snapshot<HealthRecordState> record, RecordDraft draft) {
        RecordVersion version = draft.version();
        VersionName name = new VersionName(
                record.id(), version.number(), draft.command().version().commandId());
        HealthRecordState state = record.state();
        Decision<HealthRecordState> decision = RecordDecisions.decide(record, draft.command());
        return new Attempt<>(
                decision,
                new Step(
                        new NewVersion(state.patientId(), name, version, state.newest()),
                        decision instanceof Decision.Accepted<HealthRecordState> accepted
                                ? demands(state.kept(), accepted.state().kept())
                                : List.of()));
    }

    private List<Demand> demands(Kept before, Kept after) {
        return quota.ofVersions(after.versions() - before.versions(), after.bytes() - before.bytes());
    }

    /** A record of the patient; refused if there is none. */
    public Mono<Snapshot<HealthRecordState>> get(Grant grant, String recordId) {
        grant.patientFor(AccessScope.RECORDS_READ);
        return access.ofPatient(
                        grant, heads.find(recordId), record -> record.state().patientId())
                .switchIfEmpty(Mono.error(new RecordRefusal.NoSuchRecord()::asException));
    }

    /** The place of a record whose address does not name its patient; empty if there is no such record. Gives no data. */
    public Mono<RecordPlace> placeOf(String recordId) {
        return heads.find(recordId)
                .map(record -> new RecordPlace(
                        record.state().patientId(), record.state().type(), recordId));
    }

    /**
     * A record of the patient; empty if there is none, or if it belongs to another patient. If a record cannot be read,
     * its owner is the one that the store names.
     */
    public Mono<ReadResult<Snapshot<HealthRecordState>>> find(Grant grant, String recordId) {
        String patientId = grant.patientFor(AccessScope.RECORDS_READ);
        return heads.find(recordId)
                .filter(record -> record.state().patientId().equals(patientId))
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
                        .<@Nullable String>fold(record -> record.state().patientId(), Unreadable::subjectId)));
    }

    /** All records of a patient after the position {@code after}, newest first, including deleted ones. */
    public Flux<ListedAggregate<HealthRecordState>> of(Grant grant, @Nullable ListPosition after) {
        return heads.ofSubject(grant.patientFor(AccessScope.RECORDS_READ), after);
    }

    /** All records of a patient in no order, including deleted ones. */
    public Flux<ListedAggregate<HealthRecordState>> all(Grant grant) {
        return heads.allOfSubject(grant.patientFor(AccessScope.RECORDS_READ));
    }

    /** The newest versions of the patient's records that have an identifier, a token of FHIR's search. */
    public Flux<RecordVersion> identified(Grant grant, RecordType type, Token identifier) {
        return all(grant)
                .flatMapIterable(
                        listed -> listed.aggregate().ifReadable().stream().toList())
                .filter(record -> record.state().type() == type
                        && record.state().keys().identifiers().stream().anyMatch(one -> one.isMeantBy(identifier)))
                .concatMap(
                        record -> history.version(
                                grant,
                                HealthRecordState.headOf(record),
                                record.state().number()),
                        1);
    }

    /** The first version of the patient's record, as it was created; empty if there is no such record. */
    public Mono<RecordVersion> firstVersion(Grant grant, String recordId) {
        return find(grant, recordId)
                .map(ReadResult::orThrow)
                .flatMap(record -> history.version(grant, HealthRecordState.headOf(record), 1));
    }

    /** Ensures that no record will ever be created under that id; false if there is one. */
    public Mono<Boolean> ruleOut(String recordId) {
        return heads.ruleOut(recordId);
    }

    /**
     * The fate of a version that was written: confirmed if it counts, removable if another one counts in its place. If
     * the record does not exist, its first version is given up by ruling out that the record is ever created.
     */
    public Mono<LeftoverFate> fateOf(VersionName name) {
        return heads.find(name.recordId())
                .flatMap(record -> fateOf(name, record))
                .switchIfEmpty(Mono.defer(() -> name.number() == 1 ? ruleOut(name) : Mono.just(LeftoverFate.OPEN)));
    }

    private Mono<LeftoverFate> fateOf(VersionName name, Snapshot<HealthRecordState> record) {
        return record.state().number() < name.number()
                ? Mono.just(LeftoverFate.OPEN)
                : history.counts(HealthRecordState.headOf(record), name)
                        .map(counts -> counts ? LeftoverFate.CONFIRMED : LeftoverFate.REMOVABLE);
    }

    private Mono<LeftoverFate> ruleOut(VersionName name) {
        return heads.ruleOut(name.recordId()).map(ruledOut -> ruledOut ? LeftoverFate.REMOVABLE : LeftoverFate.OPEN);
    }

    /** Prepares a change: the version to write, and the room that it takes. */
    private record Step(NewVersion made, List<Demand> demands) {}
}
