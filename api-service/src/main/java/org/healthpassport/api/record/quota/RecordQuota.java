package org.healthpassport.api.record.quota;

import java.util.List;
import org.healthpassport.aggregates.counter.CountedCommand;
import org.healthpassport.aggregates.counter.CounterKind;
import org.healthpassport.aggregates.counter.Counters;
import org.healthpassport.aggregates.counter.Demand;
import org.healthpassport.aggregates.counter.Truth;
import reactor.core.publisher.Mono;

/**
 * Limits the number, the versions and the size of one patient's records. The version that marks a deletion is not
 * counted before the record is restored, as its room is counted with the record: a deletion is never refused.
 */
public final class RecordQuota {
    /** The kind of the counters of records. */
    public static final String RECORDS = "records";
    /** The kind of the counters of versions. */
    public static final String VERSIONS = "recordVersions";
    /** The kind of the counters of bytes. */
    public static final String BYTES = "recordBytes";

    private final Counters counters;
    private final CounterKind records;
    private final CounterKind versions;
    private final CounterKind bytes;

    /** @param ofRecords the truth of the number of records, and so on */
    public RecordQuota(Counters counters, RecordLimits limits, Truth ofRecords, Truth ofVersions, Truth ofBytes) {
        this.counters = counters;
        this.records = counters.counting(new CounterKind(RECORDS, limits.recordsPerPatient(), ofRecords));
        this.versions = counters.counting(new CounterKind(VERSIONS, limits.recordVersionsPerPatient(), ofVersions));
        this.bytes = counters.counting(
                new CounterKind(BYTES, limits.recordBytesPerPatient().toBytes(), ofBytes));
    }

    /** Completes if the patient may have one more record; refused otherwise. */
    public Mono<Void> requireRoomForRecord(String patientId) {
        return counters.requireRoom(patientId, ofRecord(1));
    }

    /** Completes if a record of the patient may have one more version; refused otherwise. */
    public Mono<Void> requireRoomForVersion(String patientId) {
        return counters.requireRoom(patientId, ofVersions(1, 1));
    }

    /** Counts one command. */
    public CountedCommand command() {
        return new CountedCommand(counters);
    }

    /** The demands of a new record whose first version has a resource of that size. */
    public List<Demand> ofRecord(long resourceBytes) {
        return List.of(
                new Demand(records, 1),
                new Demand(versions, 1),
                new Demand(bytes, RecordSize.ofRecord() + RecordSize.ofVersion(resourceBytes)));
    }

    /** The demands of an annotation with a text of that size. */
    public List<Demand> ofAnnotation(long textBytes) {
        return List.of(new Demand(bytes, RecordSize.ofAnnotations(1, textBytes)));
    }

    /** The demands of so many further versions with resources of that size together. */
    public List<Demand> ofVersions(long more, long resourceBytes) {
        return more == 0
                ? List.of()
                : List.of(new Demand(versions, more), new Demand(bytes, RecordSize.ofVersions(more, resourceBytes)));
    }
}
