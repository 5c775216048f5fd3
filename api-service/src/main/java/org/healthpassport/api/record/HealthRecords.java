package org.healthpassport.api.record;

import java.util.Map;
import java.util.Set;
import org.healthpassport.api.access.decision.AccessDecision;
import org.healthpassport.api.aggregate.AggregateKind;
import org.healthpassport.api.aggregate.AggregateStore;
import org.healthpassport.api.aggregate.Aggregates;
import org.healthpassport.api.aggregate.Decision;
import org.healthpassport.api.aggregate.Position;
import org.healthpassport.api.aggregate.Version;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemException;
import org.healthpassport.api.problem.ProblemType;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
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
 * What a command leaves behind that lost the race, or died between the two, is named by no head and swept.
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
        return versions.insert(state.patientId(), state.nameOf(recordId, 1), first)
                .then(heads.create(recordId, state, RecordDecisions.created(recordId, state)));
    }

    /**
     * Saves what a command decides, and the version that it writes, durably; nothing happens where nothing is to be
     * changed.
     *
     * @return fails with the problem of a refusal
     */
    Mono<Void> change(Version<HealthRecordState> record, RecordCommand command, RecordVersion version) {
        VersionName name =
                new VersionName(record.id(), version.number(), command.version().commandId());
        Mono<Void> written = RecordDecisions.decide(record, command) instanceof Decision.Accepted
                ? versions.insert(record.state().patientId(), name, version)
                : Mono.empty();
        return written.then(heads.change(record.id(), current -> RecordDecisions.decide(current, command)))
                .then();
    }

    /** A record of the patient; fails with 404 where there is none. */
    Mono<Version<HealthRecordState>> get(String patientId, String recordId) {
        return heads.find(recordId)
                .filterWhen(record -> access.isOf(patientId, record.state().patientId()))
                .switchIfEmpty(Mono.error(HealthRecords::noSuchRecord));
    }

    /** The same without a trace where it is another patient's; empty where there is none. */
    Mono<Version<HealthRecordState>> find(String patientId, String recordId) {
        return heads.find(recordId).filter(record -> record.state().patientId().equals(patientId));
    }

    /** All records of a patient, deleted ones too, newest first, from behind {@code after} on. */
    Flux<Version<HealthRecordState>> of(String patientId, @Nullable Position after) {
        return heads.ofSubject(patientId, after);
    }

    /** How many bytes each record of a patient has in all its versions. */
    Flux<Long> sizes(String patientId) {
        return heads.numbers(patientId, BYTES);
    }

    /** Whether a version counts. */
    Mono<Boolean> names(VersionName name) {
        return heads.find(name.recordId())
                .map(record -> record.version() >= name.number()
                        && record.state().nameOf(record.id(), name.number()).equals(name))
                .defaultIfEmpty(false);
    }

    private static ProblemException noSuchRecord() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such record.").asException();
    }
}
