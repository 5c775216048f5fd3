package org.healthpassport.api.record;

import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.counter.CommandFate;
import org.healthpassport.aggregates.counter.Counters;
import org.healthpassport.aggregates.counter.Truth;
import org.healthpassport.api.record.quota.RecordLimits;
import org.healthpassport.api.record.quota.RecordQuota;
import org.healthpassport.api.record.quota.RecordSize;
import reactor.core.publisher.Mono;

/** Counts records by their heads. A command is named as the version that it writes. */
final class CountedRecords {
    private CountedRecords() {}

    static RecordQuota quota(Aggregates<HealthRecordState> heads, Counters counters, RecordLimits limits) {
        return new RecordQuota(
                counters,
                limits,
                truth(heads, heads::count),
                truth(heads, patientId -> sum(heads, patientId, CountedRecords::versions)),
                truth(heads, patientId -> sum(heads, patientId, CountedRecords::bytes)));
    }

    /** Each command counts exactly as it has reserved. */
    private static Truth truth(Aggregates<HealthRecordState> heads, Function<String, Mono<Long>> count) {
        return new Truth() {
            @Override
            public Mono<Long> count(String patientId) {
                return count.apply(patientId);
            }

            @Override
            public Mono<CommandFate> fateOf(String versionId, long reserved) {
                int slash = versionId.indexOf('/');
                String commandId = versionId.substring(slash + 1);
                return CommandFate.of(
                        heads,
                        versionId.substring(0, slash),
                        record -> record.state().numberOf(commandId).isPresent() ? reserved : null);
            }
        };
    }

    /** Without the records that cannot be read. */
    private static Mono<Long> sum(
            Aggregates<HealthRecordState> heads, String patientId, ToLongFunction<HealthRecordState> amount) {
        return heads.ofSubject(patientId, null)
                .flatMapIterable(
                        listed -> listed.aggregate().ifReadable().stream().toList())
                .reduce(0L, (sum, record) -> sum + amount.applyAsLong(record.state()));
    }

    private static long versions(HealthRecordState record) {
        return record.versions().stream()
                .filter(version -> !version.marksDeletion())
                .count();
    }

    private static long bytes(HealthRecordState record) {
        return RecordSize.ofRecord()
                + record.versions().stream()
                        .filter(version -> !version.marksDeletion())
                        .mapToLong(version -> RecordSize.ofVersion(version.bytes()))
                        .sum();
    }
}
