package org.healthpassport.api.identity.registration;

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
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.patient.Patients;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Notes of the registrations under way. A registration writes several documents; the account is the last of them and
 * decides. The note is written first and removed last, so that the sweep finds a registration that died half-way, and
 * the collection holds only registrations under way.
 */
@Component
final class UnfinishedRegistrations extends LeftoverSweep<UnfinishedRegistrations.Registration> {
    private static final Duration EVERY = Duration.ofMinutes(10);
    /** A registration gives up after {@link Registering#TIMEOUT}; one that stood still for this long is discarded. */
    private static final Duration OLD = Duration.ofHours(1);

    private static final String COLLECTION = "unfinishedRegistrations";
    private static final String ACCOUNT_ID = "accountId";
    private static final String STARTED = "startedAt";

    private final ReactiveMongoTemplate mongo;
    private final Patients patients;
    private final Accounts accounts;

    UnfinishedRegistrations(ReactiveMongoTemplate mongo, Patients patients, Accounts accounts, Clock clock) {
        super("the unfinished registrations", EVERY, OLD, clock);
        this.mongo = mongo;
        this.patients = patients;
        this.accounts = accounts;
    }

    /** @param subjectId the patient; the account itself if it is not a patient's */
    Mono<Void> begin(String subjectId, String accountId, Instant now) {
        Document note =
                new Document("_id", subjectId).append(ACCOUNT_ID, accountId).append(STARTED, Date.from(now));
        return mongo.insert(note, COLLECTION).then();
    }

    /** Notes that an account is about to be removed that was never used. Does nothing if another instance is at it. */
    Mono<Void> beginToRemove(String subjectId, String accountId, Instant now) {
        return begin(subjectId, accountId, now).onErrorResume(DuplicateKeyException.class, noted -> Mono.empty());
    }

    /** The account exists: nothing is left to do. */
    Mono<Void> finish(String subjectId) {
        return mongo.remove(query(where("_id").is(subjectId)), COLLECTION).then();
    }

    /** The account does not exist and never will: removes the patient, if any, then all keys, then the note. */
    Mono<Void> discard(String subjectId, String accountId) {
        return patients.discard(subjectId).then(accounts.discardKeys(accountId)).then(finish(subjectId));
    }

    @Override
    protected Flux<Registration> olderThan(Instant time) {
        return mongo.find(query(where(STARTED).lt(Date.from(time))), Document.class, COLLECTION)
                .map(note -> new Registration(note.getString("_id"), note.getString(ACCOUNT_ID)));
    }

    /** One that is still running cannot succeed any more once its account is ruled out, however slow it is. */
    @Override
    protected Mono<LeftoverFate> fateOf(Registration registration) {
        return accounts.ruleOut(registration.accountId())
                .map(ruledOut -> ruledOut ? LeftoverFate.REMOVABLE : LeftoverFate.CONFIRMED);
    }

    @Override
    protected Mono<Void> confirm(List<Registration> finished) {
        return Flux.fromIterable(finished)
                .concatMap(registration -> finish(registration.subjectId()))
                .then();
    }

    @Override
    protected Mono<Void> remove(List<Registration> dead) {
        return Flux.fromIterable(dead).concatMap(this::giveUp).then();
    }

    private Mono<Void> giveUp(Registration dead) {
        return patients.giveUp(dead.subjectId())
                .then(accounts.discardKeys(dead.accountId()))
                .then(finish(dead.subjectId()));
    }

    /** @param subjectId the patient; the account itself if it is not a patient's */
    record Registration(String subjectId, String accountId) {}
}
