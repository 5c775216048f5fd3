package org.healthpassport.api.identity.registration;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.patient.Patients;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Notes of the registrations under way. A registration writes several documents; the account is the last of them and
 * decides. The note is written first and removed last, so that the sweep finds a registration that died half-way, and
 * the collection holds only registrations under way.
 */
@Component
class UnfinishedRegistrations {
    private static final String COLLECTION = "unfinishedRegistrations";
    private static final String ACCOUNT_ID = "accountId";
    private static final String STARTED = "startedAt";

    private final ReactiveMongoTemplate mongo;
    private final Patients patients;
    private final Accounts accounts;

    UnfinishedRegistrations(ReactiveMongoTemplate mongo, Patients patients, Accounts accounts) {
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

    /** The account exists: nothing is left to do. */
    Mono<Void> finish(String subjectId) {
        return mongo.remove(query(where("_id").is(subjectId)), COLLECTION).then();
    }

    /** The account does not exist and never will: removes the patient, if any, then all keys, then the note. */
    Mono<Void> discard(String subjectId, String accountId) {
        return patients.discard(subjectId).then(accounts.discardKeys(accountId)).then(finish(subjectId));
    }

    /**
     * Finishes or discards registrations that began before a time. One that is still running then cannot succeed any
     * more, however slow it is.
     */
    Mono<Void> sweep(Instant startedBefore) {
        return mongo.find(query(where(STARTED).lt(Date.from(startedBefore))), Document.class, COLLECTION)
                .concatMap(note -> sweep(note.getString("_id"), note.getString(ACCOUNT_ID)))
                .then();
    }

    private Mono<Void> sweep(String subjectId, String accountId) {
        return accounts.ruleOut(accountId)
                .flatMap(ruledOut -> ruledOut ? giveUp(subjectId, accountId) : finish(subjectId));
    }

    private Mono<Void> giveUp(String subjectId, String accountId) {
        return patients.giveUp(subjectId).then(accounts.discardKeys(accountId)).then(finish(subjectId));
    }
}
