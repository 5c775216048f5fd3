package org.healthpassport.api.record;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.counter.CommandFate;
import org.healthpassport.aggregates.counter.Counters;
import org.healthpassport.aggregates.counter.Truth;
import org.healthpassport.api.record.annotation.AnnotationName;
import org.healthpassport.api.record.quota.RecordLimits;
import org.healthpassport.api.record.quota.RecordQuota;
import org.healthpassport.api.record.quota.RecordSize;
import org.healthpassport.api.record.version.RecordHistory;
import org.healthpassport.api.record.version.VersionName;
import reactor.core.publisher.Mono;

/** Counts records by their heads. A command is named as the version that it writes, or as its attempt to annotate. */
final class CountedRecords {
    private CountedRecords() {}

    static RecordQuota quota(
            Aggregates<HealthRecordState> heads, RecordHistory history, Counters counters, RecordLimits limits) {
        return new RecordQuota(
                counters,
                limits,
                truth(heads, history, heads::count),
                truth(
                        heads,
                        history,
                        patientId ->
                                sum(heads, patientId, record -> record.kept().versions())),
                truth(heads, history, patientId -> sum(heads, patientId, CountedRecords::bytes)));
    }

    /** Each command counts exactly as it has reserved. */
    private static Truth truth(
            Aggregates<HealthRecordState> heads, RecordHistory history, Function<String, Mono<Long>> count) {
        return new Truth() {
            @Override
            public Mono<Long> count(String patientId) {
                return count.apply(patientId);
            }

            @Override
            public Mono<CommandFate> fateOf(String commandId, long reserved) {
                Optional<AnnotationName> annotation = AnnotationName.parseAttempt(commandId);
                if (annotation.isPresent()) {
                    return CommandFate.of(
                            heads,
                            annotation.get().recordId(),
                            record -> HealthRecordState.annotationsOf(record).contains(annotation.get())
                                    ? reserved
                                    : null);
                }
                VersionName name = VersionName.parse(commandId).orElseThrow();
                return CommandFate.search(
                        heads,
                        name.recordId(),
                        record -> history.counts(HealthRecordState.headOf(record), name)
                                .filter(counts -> counts)
                                .thenReturn(reserved));
            }
        };
    }

    /** Without the records that cannot be read. */
    private static Mono<Long> sum(
            Aggregates<HealthRecordState> heads, String patientId, ToLongFunction<HealthRecordState> amount) {
        return heads.allOfSubject(patientId)
                .flatMapIterable(
                        listed -> listed.aggregate().ifReadable().stream().toList())
                .reduce(0L, (sum, record) -> sum + amount.applyAsLong(record.state()));
    }

    private static long bytes(HealthRecordState record) {
        return RecordSize.ofRecord()
                + RecordSize.ofVersions(record.kept().versions(), record.kept().bytes())
                + RecordSize.ofAnnotations(
                        record.annotated().count(), record.annotated().bytes());
    }
}
