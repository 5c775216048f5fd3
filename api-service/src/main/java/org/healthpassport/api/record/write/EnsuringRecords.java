package org.healthpassport.api.record.write;

import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.idempotency.Creation;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotentCreations;
import org.healthpassport.aggregates.idempotency.KeyedRequest;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.RecordRefusal;
import org.healthpassport.api.record.resource.ResourceSource;
import org.healthpassport.fhir.catalog.RecordType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Creates a record unless the patient has one with the same identifier (R4, http.html#ccreate). Those who ask for the same
 * identifier take turns, and each looks when it is its turn, so that of requests that race only one creates.
 */
@Component
public final class EnsuringRecords {
    private static final byte[] WHATEVER_IT_IS = new byte[0];

    private final HealthRecords records;
    private final RecordWriting writing;
    private final PatientAccess access;
    private final IdempotentCreations creations;
    private final Ids ids;

    EnsuringRecords(
            HealthRecords records,
            RecordWriting writing,
            PatientAccess access,
            IdempotentCreations creations,
            Ids ids) {
        this.records = records;
        this.writing = writing;
        this.access = access;
        this.creations = creations;
        this.ids = ids;
    }

    /**
     * The record of the patient that has the identifier, or else a new one.
     *
     * @param identifier a token of FHIR's search
     * @return refused with {@link RecordRefusal.SeveralMatches} if more than one record has it
     */
    public Mono<EnsuredRecord> ensure(
            Caller caller, String patientId, RecordType type, String identifier, ResourceSource source) {
        return access.write(caller, patientId, AccessScope.RECORDS_WRITE, grant -> {
            Mono<EnsuredRecord> existing = Mono.defer(() -> existing(caller, grant, type, identifier));
            return creations.alone(
                    new KeyedRequest(patientId, type.fhirName(), new IdempotencyKey(identifier)),
                    ids.next(),
                    new Creation<>(
                            () -> WHATEVER_IT_IS,
                            newId -> existing.switchIfEmpty(
                                    Mono.defer(() -> writing.createAs(newId, caller, patientId, source))
                                            .map(first -> new EnsuredRecord(first, true))),
                            takenId -> existing,
                            records::ruleOut));
        });
    }

    /** Recorded as a read, as the answer has the resource. */
    private Mono<EnsuredRecord> existing(Caller caller, Grant grant, RecordType type, String identifier) {
        return records.identified(grant, type, identifier)
                .take(2)
                .collectList()
                .flatMap(found -> switch (found.size()) {
                    case 0 -> Mono.empty();
                    case 1 ->
                        access.read(
                                caller,
                                HealthRecords.reading(
                                        grant.patientFor(AccessScope.RECORDS_READ),
                                        found.get(0).recordId()),
                                same -> Mono.just(new EnsuredRecord(found.get(0), false)));
                    default -> Mono.error(new RecordRefusal.SeveralMatches()::asException);
                });
    }
}
