package org.healthpassport.api.record.write;

import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.RecordRefusal;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Limits the number and size of one patient's records. Concurrent writes do not see each other, so they can exceed the
 * limit by their own size.
 */
@Component
final class RecordQuota {
    private final HealthRecords records;
    private final long mostRecords;
    private final long mostBytes;

    RecordQuota(HealthRecords records, RecordLimits limits) {
        this.records = records;
        this.mostRecords = limits.recordsPerPatient();
        this.mostBytes = limits.recordBytesPerPatient().toBytes();
    }

    /** Completes if the patient may have one more record; refused otherwise. */
    Mono<Void> requireRoomForRecord(String patientId) {
        return taken(patientId)
                .flatMap(taken -> taken.records < mostRecords
                        ? requireBytes(taken)
                        : Mono.error(new RecordRefusal.TooManyRecords(mostRecords)::asException));
    }

    /** Completes if a record of the patient may have another version; refused otherwise. */
    Mono<Void> requireRoomForVersion(String patientId) {
        return taken(patientId).flatMap(this::requireBytes);
    }

    private Mono<Taken> taken(String patientId) {
        return records.sizes(patientId).reduce(new Taken(0, 0), Taken::and);
    }

    private Mono<Void> requireBytes(Taken taken) {
        return taken.bytes < mostBytes
                ? Mono.empty()
                : Mono.error(new RecordRefusal.TooManyBytes(mostBytes)::asException);
    }

    private record Taken(long records, long bytes) {
        Taken and(long bytesOfAnother) {
            return new Taken(records + 1, bytes + bytesOfAnother);
        }
    }
}
