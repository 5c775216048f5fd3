package org.healthpassport.api.record.annotating;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.RecordRefusal;
import org.healthpassport.api.record.annotation.AnnotationName;
import org.healthpassport.api.record.annotation.RecordAnnotations;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives the annotations of a record to whoever may read it; those of a deleted one to whoever may read its history. */
@Component
public final class AnnotationReading {
    private final HealthRecords records;
    private final PatientAccess access;
    private final RecordAnnotations annotations;
    private final UnreadableAlarm alarm;

    AnnotationReading(
            HealthRecords records, PatientAccess access, RecordAnnotations annotations, UnreadableAlarm alarm) {
        this.records = records;
        this.access = access;
        this.annotations = annotations;
        this.alarm = alarm;
    }

    /** All annotations, the newest first; fails if more than a few cannot be read. */
    Mono<List<NumberedAnnotation>> list(Caller caller, String patientId, String recordId) {
        return read(caller, patientId, recordId, this::all);
    }

    /** One annotation; refused if the record has none with that number. */
    public Mono<NumberedAnnotation> one(Caller caller, String patientId, String recordId, long number) {
        return read(caller, patientId, recordId, (grant, record) -> one(grant, record, number));
    }

    /** The annotation with that name; empty if the record has none such. */
    Mono<NumberedAnnotation> named(Caller caller, String patientId, AnnotationName name) {
        return read(caller, patientId, name.recordId(), (grant, record) -> {
            int index = HealthRecordState.annotationsOf(record).indexOf(name);
            return index < 0 ? Mono.empty() : one(grant, record, index + 1L);
        });
    }

    private <T> Mono<T> read(
            Caller caller,
            String patientId,
            String recordId,
            BiFunction<Grant, Snapshot<HealthRecordState>, Mono<T>> load) {
        return access.read(
                caller,
                HealthRecords.reading(patientId, recordId),
                grant -> records.withHistory(caller, grant, recordId).flatMap(record -> load.apply(grant, record)));
    }

    private Mono<List<NumberedAnnotation>> all(Grant grant, Snapshot<HealthRecordState> record) {
        return annotations
                .find(grant, HealthRecordState.annotationsOf(record))
                .doOnNext(alarm::requireFew)
                .map(found -> IntStream.iterate(found.size(), number -> number > 0, number -> number - 1)
                        .mapToObj(number -> new NumberedAnnotation(number, found.get(number - 1)))
                        .toList());
    }

    private Mono<NumberedAnnotation> one(Grant grant, Snapshot<HealthRecordState> record, long number) {
        List<AnnotationName> names = HealthRecordState.annotationsOf(record);
        return number < 1 || number > names.size()
                ? Mono.error(new RecordRefusal.NoSuchAnnotation()::asException)
                : annotations
                        .find(grant, List.of(names.get((int) number - 1)))
                        .map(found -> new NumberedAnnotation(number, found.get(0)));
    }
}
