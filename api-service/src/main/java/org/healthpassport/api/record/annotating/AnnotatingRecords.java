package org.healthpassport.api.record.annotating;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.idempotency.Creation;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotentCreations;
import org.healthpassport.aggregates.idempotency.KeyedRequest;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.api.access.Author;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.RecordRefusal;
import org.healthpassport.api.record.annotation.Annotation;
import org.healthpassport.api.record.annotation.AnnotationName;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lets the patient's side set annotations beside records, whoever wrote them. The records stay as they are. */
@Component
final class AnnotatingRecords {
    private final HealthRecords records;
    private final AnnotationReading reading;
    private final PatientAccess access;
    private final IdempotentCreations creations;
    private final Ids ids;
    private final Clock clock;

    AnnotatingRecords(
            HealthRecords records,
            AnnotationReading reading,
            PatientAccess access,
            IdempotentCreations creations,
            Ids ids,
            Clock clock) {
        this.records = records;
        this.reading = reading;
        this.access = access;
        this.creations = creations;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The new annotation, or the one that was written with the same key. Others learn nothing of the
     * record, as they are refused before it is looked up.
     */
    Mono<NumberedAnnotation> annotate(
            Caller caller, String patientId, String recordId, @Nullable IdempotencyKey key, String checkedText) {
        return access.write(
                caller,
                patientId,
                AccessScope.RECORDS_WRITE,
                grant -> grant.isOfPatientSide()
                        ? records.get(grant, recordId)
                                .flatMap(found -> once(caller, patientId, recordId, key, checkedText))
                        : access.deny(patientId, new RecordRefusal.OfPatientsSideOnly()));
    }

    private Mono<NumberedAnnotation> once(
            Caller caller, String patientId, String recordId, @Nullable IdempotencyKey key, String text) {
        return creations.create(
                new KeyedRequest(caller.accountId(), "annotations of " + recordId, key),
                ids.next(),
                new Creation<>(
                        () -> text.getBytes(StandardCharsets.UTF_8),
                        commandId -> write(caller, patientId, new AnnotationName(recordId, commandId), text),
                        commandId -> reading.named(caller, patientId, new AnnotationName(recordId, commandId)),
                        commandId -> records.fates().ruleOut(new AnnotationName(recordId, commandId))));
    }

    private Mono<NumberedAnnotation> write(Caller caller, String patientId, AnnotationName name, String text) {
        Annotation annotation = new Annotation(text, Author.of(caller), patientId.equals(caller.patientId()), now());
        return records.annotate(name, annotation)
                .map(number -> new NumberedAnnotation(number, ReadResult.readable(annotation)))
                .switchIfEmpty(Mono.defer(() -> reading.named(caller, patientId, name)))
                .switchIfEmpty(Mono.error(new RecordRefusal.NoSuchRecord()::asException));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
