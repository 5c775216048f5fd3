package org.healthpassport.api.fhir;

import java.time.Instant;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessRefusal;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.RecordPlace;
import org.healthpassport.api.record.RecordRefusal;
import org.healthpassport.api.record.read.LoadedVersion;
import org.healthpassport.api.record.read.RecordReading;
import org.healthpassport.api.record.resource.ReceivedResource;
import org.healthpassport.api.record.resource.ResourceIntake;
import org.healthpassport.api.record.version.RecordVersion;
import org.healthpassport.api.record.write.EnsuredRecord;
import org.healthpassport.api.record.write.EnsuringRecords;
import org.healthpassport.api.record.write.RecordWriting;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.fhir.catalog.RecordType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Records by FHIR's addresses, which name a type and an id, but no patient: for a new record, the resource names its
 * patient; every other record has one already. A record whose patient the caller may not know of does not exist for
 * them.
 */
@Component
final class FhirRecords {
    private final HealthRecords records;
    private final RecordReading reading;
    private final RecordWriting writing;
    private final EnsuringRecords ensuring;
    private final ResourceIntake intake;

    FhirRecords(
            HealthRecords records,
            RecordReading reading,
            RecordWriting writing,
            EnsuringRecords ensuring,
            ResourceIntake intake) {
        this.records = records;
        this.reading = reading;
        this.writing = writing;
        this.ensuring = ensuring;
        this.intake = intake;
    }

    Mono<RecordVersion> newest(Caller caller, FhirAddress address) {
        return place(address)
                .flatMap(place -> place.ifKnown(reading.newest(caller, place.patientId(), place.recordId())));
    }

    Mono<RecordVersion> version(Caller caller, FhirAddress address, long number) {
        return place(address)
                .flatMap(place -> place.ifKnown(reading.version(caller, place.patientId(), place.recordId(), number)));
    }

    Mono<Page<LoadedVersion>> history(Caller caller, FhirAddress address, PageRequest page) {
        return place(address)
                .flatMap(place -> place.ifKnown(reading.history(caller, place.patientId(), place.recordId(), page)));
    }

    Mono<Page<LoadedVersion>> historyOfType(
            Caller caller, String patientId, RecordType type, Instant since, PageRequest page) {
        return reading.historyOfType(caller, patientId, type, since, page);
    }

    /** The first version of a new record; the id of the sent resource does not count (R4, http.html#create). */
    Mono<RecordVersion> create(
            Caller caller, RecordType type, @Nullable IdempotencyKey key, ServerHttpRequest request) {
        return intake.receive(caller.accountId(), request)
                .doOnNext(received -> requireType(received, type))
                .flatMap(received -> AccessRefusal.orElse(
                        () -> new FhirRefusal.UnknownSubject(elementOf(type)),
                        writing.create(caller, patientOf(received, type, caller), key, received.withoutId())));
    }

    /** The record that has the identifier, or else a new one. */
    Mono<EnsuredRecord> ensure(Caller caller, RecordType type, CreationCondition condition, ServerHttpRequest request) {
        return intake.receive(caller.accountId(), request)
                .doOnNext(received -> requireType(received, type))
                .flatMap(received -> AccessRefusal.orElse(
                        () -> new FhirRefusal.UnknownSubject(elementOf(type)),
                        ensuring.ensure(
                                caller,
                                patientOf(received, type, caller),
                                type,
                                condition.identifier(),
                                received.withoutId())));
    }

    Mono<RecordVersion> amend(Caller caller, FhirAddress address, IfMatch condition, ServerHttpRequest request) {
        return place(address)
                .flatMap(place -> place.ifKnown(writing.amend(
                        caller,
                        place.patientId(),
                        place.recordId(),
                        condition,
                        (patientId, recordId, stated) -> intake.receive(caller.accountId(), request)
                                .doOnNext(received -> requireType(received, address.type()))
                                .doOnNext(received -> requireId(received, address))
                                .flatMap(received -> received.take(patientId, recordId, stated)))));
    }

    /** The version that marks the deletion; empty if the record was deleted already. */
    Mono<RecordVersion> delete(Caller caller, FhirAddress address, IfMatch condition) {
        return place(address)
                .flatMap(
                        place -> place.ifKnown(writing.delete(caller, place.patientId(), place.recordId(), condition)));
    }

    private Mono<RecordPlace> place(FhirAddress address) {
        return records.placeOf(address.id())
                .filter(place -> place.type() == address.type())
                .switchIfEmpty(Mono.error(new RecordRefusal.NoSuchRecord()::asException));
    }

    private static void requireType(ReceivedResource received, RecordType type) {
        if (!type.fhirName().equals(received.type())) {
            throw new FhirRefusal.TypeOfAnotherAddress(type.fhirName()).asException();
        }
    }

    private static void requireId(ReceivedResource received, FhirAddress address) {
        if (!address.id().equals(received.id())) {
            throw new FhirRefusal.IdOfAnotherAddress().asException();
        }
    }

    /** The patient whom the resource names, or else the one whose account the caller has. */
    private static String patientOf(ReceivedResource received, RecordType type, Caller caller) {
        return received.patientId().orElseGet(() -> {
            if (caller.patientId() == null) {
                throw (type.patient().isEmpty()
                                ? new FhirRefusal.NoSubjectInType(type)
                                : new FhirRefusal.SubjectMissing(elementOf(type)))
                        .asException();
            }
            return caller.patientId();
        });
    }

    private static String elementOf(RecordType type) {
        return type.patient().orElseThrow().name();
    }
}
