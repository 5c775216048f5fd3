package org.healthpassport.api.identity.person;

import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.edge.text.EmailAddress;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Everybody who can be in the audit log, for auditors. Each look-up is recorded before it is answered, and also if
 * nobody was found. Suspended and closed accounts are found like all others.
 */
@Component
class People {
    private final Accounts accounts;
    private final Patients patients;
    private final PatientAccess access;
    private final AccessLog accessLog;

    People(Accounts accounts, Patients patients, PatientAccess access, AccessLog accessLog) {
        this.accounts = accounts;
        this.patients = patients;
        this.access = access;
        this.accessLog = accessLog;
    }

    /** The account with that id, or the patient with that id and their account. */
    Mono<Person> withId(Caller auditor, String id) {
        return accounts.find(id)
                .map(Person::of)
                .onErrorResume(CannotBeRead.class, alarmed -> Mono.just(Person.of(alarmed.unreadable())))
                .switchIfEmpty(Mono.defer(() -> first(accounts.lists().ofPatient(id))))
                .switchIfEmpty(Mono.defer(() -> withoutAccount(id)))
                .flatMap(found -> recorded(auditor, found))
                .switchIfEmpty(Mono.defer(this::nobody));
    }

    /** The account with that email; not one that only wants to have it, as anybody can register with it. */
    Mono<Person> withEmail(Caller auditor, EmailAddress email) {
        return first(accounts.byEmail()
                        .list(email, null)
                        .filter(listed -> listed.aggregate()
                                .mayBe(account -> account.state().status() != AccountStatus.UNCONFIRMED)))
                .flatMap(found -> recorded(auditor, found))
                .switchIfEmpty(Mono.defer(this::nobody));
    }

    private static Mono<Person> first(Flux<ListedAggregate<AccountState>> found) {
        return found.next().map(listed -> listed.aggregate().fold(account -> Person.of(account.state()), Person::of));
    }

    private Mono<Person> withoutAccount(String patientId) {
        return patients.exists(patientId).filter(exists -> exists).map(exists -> Person.ofPatient(patientId));
    }

    private Mono<Person> recorded(Caller auditor, Person found) {
        Access.PersonLookUp lookUp = new Access.PersonLookUp(found.accountId(), found.patientId());
        return found.patientId() == null
                ? accessLog.record(lookUp).thenReturn(found)
                : access.lookUp(auditor, lookUp, found.patientId(), patients::find)
                        .map(patient -> found.named(patient.state().name().inFull()))
                        .onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                        .defaultIfEmpty(found);
    }

    private Mono<Person> nobody() {
        return accessLog
                .record(new Access.PersonLookUp(null, null))
                .then(Mono.error(new PersonRefusal.Unknown()::asException));
    }
}
