package org.healthpassport.api.record;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.healthpassport.api.access.decision.AccessDecision;
import org.healthpassport.api.aggregate.AggregateKind;
import org.healthpassport.api.aggregate.AggregateStore;
import org.healthpassport.api.aggregate.Aggregates;
import org.healthpassport.api.aggregate.Attempt;
import org.healthpassport.api.aggregate.Listed;
import org.healthpassport.api.aggregate.Position;
import org.healthpassport.api.aggregate.Version;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemException;
import org.healthpassport.api.problem.ProblemType;
import org.healthpassport.api.record.version.NewVersion;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import org.healthpassport.api.unreadable.CannotBeRead;
import org.healthpassport.api.unreadable.Found;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The heads of all records. A version is written first, and counts once the head names it, which is one conditional
 * write:
 *
 * <pre>
 *   recordVersions  {recordId}/{commandId}  the resource, sealed      --1. insert
 *   records         {recordId}              names of all its versions --2. the commit, if it is still at version n
 * </pre>
 *
 * Each attempt of a command writes a version of its own, and commits a head that names exactly that one. What it leaves
 * behind when it loses the race, or dies between the two, is swept once no head can name it any more.
 */
@Component
final class HealthRecords {
    /** What audit entries call it, of whatever FHIR type it is. */
    static final String RESOURCE_TYPE = "RECORD";

    private static final String BYTES = "bytes";

    private static final AggregateKind<HealthRecordState> KIND = new AggregateKind<>(
            "records",
            RESOURCE_TYPE,
            HealthRecordState.class,
            HealthRecordState::patientId,
            Set.of(),
            state -> Map.of(BYTES, state.bytes()));

    private final Aggregates<HealthRecordState> heads;
    private final RecordVersions versions;
    private final AccessDecision access;

    HealthRecords(AggregateStore store, RecordVersions versions, AccessDecision access) {
        this.heads = store.of(KIND);
        this.versions = versions;
        this.access = access;
    }

    /** Saves a new record with its first version, durably. */
    Mono<Version<HealthRecordState>> create(String recordId, HealthRecordState state, RecordVersion first) {
        return versions.insert(new NewVersion(state.patientId(), state.nameOf(recordId, 1), first))
                .then(heads.create(recordId, state, RecordDecisions.created(recordId, state)));
    }

    /**
     * Saves what a command decides, and the version that it writes, durably; nothing happens where nothing is to be
     * changed.
     *
     * @param draft makes the command for the record as an attempt finds it
     * @return the version that was written; empty where nothing was to be changed; fails with the problem of a refusal
     */
    Mono<RecordVersion> change(String recordId, Function<Version<HealthRecordState>, RecordDraft> draft) {
        return heads.change(recordId, record -> attempt(record, draft.apply(record)), versions::insert)
                .map(NewVersion::version);
    }

    private static Attempt<HealthRecordState, NewVersion> attempt(
            Version<HealthRecordState> record, RecordDraft draft) {
        RecordVersion version = draft.version();
        VersionName name = new VersionName(
                record.id(), version.number(), draft.command().version().commandId());
        return new Attempt<>(
                RecordDecisions.decide(record, draft.command()),
                new NewVersion(record.state().patientId(), name, version));
    }

    /** A record of the patient; fails with 404 where there is none. */
    Mono<Version<HealthRecordState>> get(String patientId, String recordId) {
        return heads.find(recordId)
                .onErrorResume(CannotBeRead.class, failure -> access.unreadable(patientId, failure))
                .filterWhen(record -> access.isOf(patientId, record.state().patientId()))
                .switchIfEmpty(Mono.error(HealthRecords::noSuchRecord));
    }

    /**
     * The same without a trace where it is another patient's; empty where there is none. One that cannot be read is taken
     * for whose the store says it is.
     */
    Mono<Found<Version<HealthRecordState>>> find(String patientId, String recordId) {
        return heads.find(recordId)
                .filter(record -> record.state().patientId().equals(patientId))
                .map(Found::readable)
                .onErrorResume(
                        CannotBeRead.class,
                        failure -> Mono.just(failure.unreadable())
                                .filter(unreadable -> patientId.equals(unreadable.subjectId()))
                                .map(Found::broken));
    }

    /** All records of a patient, deleted ones too, newest first, from behind {@code after} on. */
    Flux<Listed<HealthRecordState>> of(String patientId, @Nullable Position after) {
        return heads.ofSubject(patientId, after);
    }

    /** How many bytes each record of a patient has in all its versions. */
    Flux<Long> sizes(String patientId) {
        return heads.numbers(patientId, BYTES);
    }

    /**
     * What has become of a version that was written. An age proves nothing: whoever wrote it may have stood still, and
     * go on to commit it. The first version of a record that there is not is given up by ruling the record out.
     */
    Mono<VersionFate> fateOf(VersionName name) {
        return heads.find(name.recordId())
                .map(record -> fateOf(name, record))
                .switchIfEmpty(Mono.defer(() -> name.number() == 1 ? ruleOut(name) : Mono.just(VersionFate.OPEN)));
    }

    private static VersionFate fateOf(VersionName name, Version<HealthRecordState> record) {
        if (record.version() < name.number()) {
            return VersionFate.OPEN;
        }
        return record.state().nameOf(record.id(), name.number()).equals(name)
                ? VersionFate.COMMITTED
                : VersionFate.LOST;
    }

    private Mono<VersionFate> ruleOut(VersionName name) {
        return heads.ruleOut(name.recordId()).map(ruledOut -> ruledOut ? VersionFate.LOST : VersionFate.OPEN);
    }

    static ProblemException noSuchRecord() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such record.").asException();
    }
}
