package org.healthpassport.api.record;

import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.sweep.LeftoverFate;
import org.healthpassport.api.record.annotation.AnnotationName;
import org.healthpassport.api.record.annotation.RecordAnnotations;
import org.healthpassport.api.record.version.RecordHistory;
import org.healthpassport.api.record.version.VersionName;
import reactor.core.publisher.Mono;

/** Tells by the heads of records if a version or an annotation that was written counts. Gives no data. */
public final class RecordFates {
    private final Aggregates<HealthRecordState> heads;
    private final RecordHistory history;
    private final RecordAnnotations annotations;

    RecordFates(Aggregates<HealthRecordState> heads, RecordHistory history, RecordAnnotations annotations) {
        this.heads = heads;
        this.history = history;
        this.annotations = annotations;
    }

    /**
     * The fate of a version that was written: confirmed if it counts, removable if another one counts in its place. If
     * the record does not exist, its first version is given up by ruling out that the record is ever created.
     */
    public Mono<LeftoverFate> of(VersionName name) {
        return heads.find(name.recordId())
                .flatMap(record -> of(name, record))
                .switchIfEmpty(Mono.defer(() -> name.number() == 1 ? ruleOut(name) : Mono.just(LeftoverFate.OPEN)));
    }

    private Mono<LeftoverFate> of(VersionName name, Snapshot<HealthRecordState> record) {
        return record.state().number() < name.number()
                ? Mono.just(LeftoverFate.OPEN)
                : history.counts(HealthRecordState.headOf(record), name)
                        .map(counts -> counts ? LeftoverFate.CONFIRMED : LeftoverFate.REMOVABLE);
    }

    private Mono<LeftoverFate> ruleOut(VersionName name) {
        return heads.ruleOut(name.recordId()).map(ruledOut -> ruledOut ? LeftoverFate.REMOVABLE : LeftoverFate.OPEN);
    }

    /** Ensures that no record will ever have that annotation; false if one has it. */
    public Mono<Boolean> ruleOut(AnnotationName name) {
        return isLost(name).flatMap(lost -> lost ? annotations.bury(name).thenReturn(true) : Mono.just(false));
    }

    /** The fate of an annotation that was written: confirmed if its record names it, otherwise removable. */
    public Mono<LeftoverFate> of(AnnotationName name) {
        return isLost(name).map(lost -> lost ? LeftoverFate.REMOVABLE : LeftoverFate.CONFIRMED);
    }

    /**
     * False if a record has the annotation. An attempt that has looked at the annotation before it was closed fails at the
     * fence, and one that looks afterwards finds it closed.
     */
    private Mono<Boolean> isLost(AnnotationName name) {
        return annotations
                .close(name)
                .then(Mono.defer(() -> heads.fence(name.recordId())))
                .then(Mono.defer(() -> heads.find(name.recordId())))
                .map(record -> !HealthRecordState.annotationsOf(record).contains(name))
                .defaultIfEmpty(true);
    }
}
