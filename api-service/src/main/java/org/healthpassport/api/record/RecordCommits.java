package org.healthpassport.api.record;

import java.util.List;
import java.util.function.Function;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Attempt;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.counter.CountedCommand;
import org.healthpassport.aggregates.counter.Demand;
import org.healthpassport.api.record.HealthRecordState.Kept;
import org.healthpassport.api.record.RecordCommand.Annotate;
import org.healthpassport.api.record.annotation.Annotation;
import org.healthpassport.api.record.annotation.AnnotationName;
import org.healthpassport.api.record.annotation.RecordAnnotations;
import org.healthpassport.api.record.quota.RecordQuota;
import org.healthpassport.api.record.version.NewVersion;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.version.RecordVersions;
import org.healthpassport.api.record.version.VersionName;
import reactor.core.publisher.Mono;

/** Writes the versions and the annotations of records, and commits each by the head that names it. */
final class RecordCommits {
    private final Aggregates<HealthRecordState> heads;
    private final RecordVersions versions;
    private final RecordAnnotations annotations;
    private final RecordQuota quota;

    RecordCommits(
            Aggregates<HealthRecordState> heads,
            RecordVersions versions,
            RecordAnnotations annotations,
            RecordQuota quota) {
        this.heads = heads;
        this.versions = versions;
        this.annotations = annotations;
        this.quota = quota;
    }

    /** As {@link HealthRecords#create}. */
    Mono<Snapshot<HealthRecordState>> create(String recordId, HealthRecordState state, RecordVersion first) {
        VersionName name = new VersionName(recordId, 1, state.newest().get(0));
        NewVersion made = new NewVersion(state.patientId(), name, first, List.of());
        return Mono.defer(() -> {
            CountedCommand command = quota.command();
            return command.run(prepare(command, made, quota.ofRecord(state.bytes()))
                    .then(Mono.defer(() -> heads.create(recordId, state, RecordDecisions.created(recordId, state)))));
        });
    }

    /** As {@link HealthRecords#change}. */
    Mono<RecordVersion> change(String recordId, Function<Snapshot<HealthRecordState>, RecordDraft> draft) {
        return Mono.defer(() -> {
                    CountedCommand command = quota.command();
                    return command.run(heads.change(
                            recordId,
                            command.deciding(record -> attempt(record, draft.apply(record))),
                            step -> prepare(command, step.made(), step.demands())));
                })
                .flatMap(step -> HealthRecords.marking(step.hidden(), Mono.just(step)))
                .map(Step::written);
    }

    /** Writes a version and reserves the room for it at the same time. */
    private Mono<Void> prepare(CountedCommand command, NewVersion made, List<Demand> demands) {
        return command.prepare(
                made.patientId(),
                made.name().id(),
                demands,
                versions.insert(made),
                versions.unconfirmed().discard(List.of(made.name())));
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
                                : List.of(),
                        state.hidden()));
    }

    private List<Demand> demands(Kept before, Kept after) {
        return quota.ofVersions(after.versions() - before.versions(), after.bytes() - before.bytes());
    }

    /**
     * Writes an annotation, and commits it by the head that names it.
     *
     * @return its number; empty if the head names it already
     */
    Mono<Long> annotate(AnnotationName name, Annotation annotation) {
        return Mono.defer(() -> {
            CountedCommand command = quota.command();
            Annotate annotate = new Annotate(name.commandId(), annotation.bytes());
            return command.run(heads.change(
                            name.recordId(),
                            command.deciding(record -> new Attempt<>(
                                    RecordDecisions.decide(record, annotate),
                                    new Addition(
                                            record.state().patientId(),
                                            name.attempt(record.version()),
                                            record.state().annotated().count() + 1L))),
                            addition -> command.prepare(
                                    addition.patientId(),
                                    addition.attempt(),
                                    quota.ofAnnotation(annotation.bytes()),
                                    annotations.insert(addition.patientId(), name, annotation),
                                    annotations.unconfirmed().discard(List.of(name)))))
                    .map(Addition::number);
        });
    }

    /**
     * Adds an annotation to a record.
     *
     * @param attempt names the room for it: what is given back after a lost attempt must not be that of the next one
     */
    private record Addition(String patientId, String attempt, long number) {}

    /**
     * Prepares a change: the version to write, and the room that it takes.
     *
     * @param hidden true if the patient has hidden the record, as the writer is told
     */
    private record Step(NewVersion made, List<Demand> demands, boolean hidden) {
        RecordVersion written() {
            return hidden ? HealthRecordState.markedAsHidden(made.version()) : made.version();
        }
    }
}
