package org.healthpassport.api.record.write;

import java.time.Duration;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.idempotency.Creation;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotencyRefusal;
import org.healthpassport.aggregates.idempotency.IdempotentCreations;
import org.healthpassport.aggregates.idempotency.KeyedRequest;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.api.record.RecordRefusal;
import org.healthpassport.api.record.key.Token;
import org.healthpassport.api.record.resource.ResourceSource;
import org.healthpassport.fhir.catalog.RecordType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Creates a record unless the patient has one with the same identifier (R4, http.html#ccreate). Those who ask for the same
 * identifier take turns, and each looks when it is its turn, so that of requests that race only one creates.
 */
@Component
public final class EnsuringRecords {
    private static final byte[] WHATEVER_IT_IS = new byte[0];

    /** Some five seconds in all. */
    private static final int MOST_LOOKS = 25;

    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(50);

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
     * @return refused with {@link RecordRefusal.SeveralMatches} if more than one record has it
     */
    public Mono<EnsuredRecord> ensure(
            Caller caller, String patientId, RecordType type, Token identifier, ResourceSource source) {
        return access.write(caller, patientId, AccessScope.RECORDS_WRITE, grant -> {
            Mono<EnsuredRecord> existing = Mono.defer(() -> existing(caller, grant, type, identifier));
            Creation<EnsuredRecord> creation = new Creation<>(
                    () -> WHATEVER_IT_IS,
                    newId -> existing.switchIfEmpty(Mono.defer(() -> writing.createAs(newId, caller, patientId, source))
                            .map(first -> new EnsuredRecord(first, true))),
                    takenId -> existing,
                    records::ruleOut);
            KeyedRequest turn = new KeyedRequest(patientId, type.fhirName(), new IdempotencyKey(identifier.text()));
            return Mono.defer(() -> creations.alone(turn, ids.next(), creation))
                    .retryWhen(Retry.backoff(MOST_LOOKS, LOOK_AGAIN_AFTER)
                            .maxBackoff(LOOK_AGAIN_AFTER.multipliedBy(4))
                            .filter(EnsuringRecords::isSomebodyElsesTurn)
                            .onRetryExhaustedThrow(
                                    (retry, last) -> new RecordRefusal.CreatedBySomebodyElse().asException()));
        });
    }

    private static boolean isSomebodyElsesTurn(Throwable failure) {
        return failure instanceof Refused refused && refused.refusal() instanceof IdempotencyRefusal.StillRunning;
    }

    /** Recorded as a read, as the answer has the resource. */
    private Mono<EnsuredRecord> existing(Caller caller, Grant grant, RecordType type, Token identifier) {
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
