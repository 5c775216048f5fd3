package org.healthpassport.api.consent.representative.dependant;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.healthpassport.aggregates.sweep.LeftoverFate;
import org.healthpassport.aggregates.sweep.LeftoverSweep;
import org.healthpassport.api.consent.representative.Representations;
import org.healthpassport.api.patient.Patients;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Notes of the passports for dependants that are being made. The patient is saved first; the first representative decides.
 * The note is written before both and removed last, so that the sweep finds a patient whom nobody represents.
 */
@Component
final class UnfinishedDependants extends LeftoverSweep<String> {
    private static final Duration EVERY = Duration.ofMinutes(10);
    /** Far longer than it takes to make one; the sweep rules out that one is finished later. */
    private static final Duration OLD = Duration.ofHours(1);

    private static final String COLLECTION = "unfinishedDependants";
    private static final String STARTED = "startedAt";

    private final ReactiveMongoTemplate mongo;
    private final Patients patients;
    private final Representations representations;

    UnfinishedDependants(ReactiveMongoTemplate mongo, Patients patients, Representations representations, Clock clock) {
        super("the unfinished passports of dependants", EVERY, OLD, clock);
        this.mongo = mongo;
        this.patients = patients;
        this.representations = representations;
    }

    Mono<Void> begin(String patientId, Instant now) {
        return mongo.insert(new Document("_id", patientId).append(STARTED, Date.from(now)), COLLECTION)
                .then();
    }

    /** The passport has a representative: nothing is left to do. */
    Mono<Void> finish(String patientId) {
        return mongo.remove(query(where("_id").is(patientId)), COLLECTION).then();
    }

    @Override
    protected Flux<String> olderThan(Instant time) {
        return mongo.find(query(where(STARTED).lt(Date.from(time))), Document.class, COLLECTION)
                .map(note -> note.getString("_id"));
    }

    @Override
    protected Mono<LeftoverFate> fateOf(String patientId) {
        return representations
                .ruleOut(patientId)
                .map(ruledOut -> ruledOut ? LeftoverFate.REMOVABLE : LeftoverFate.CONFIRMED);
    }

    @Override
    protected Mono<Void> confirm(List<String> finished) {
        return Flux.fromIterable(finished).concatMap(this::finish).then();
    }

    @Override
    protected Mono<Void> remove(List<String> dead) {
        return Flux.fromIterable(dead)
                .concatMap(patientId -> patients.giveUp(patientId).then(finish(patientId)))
                .then();
    }
}
