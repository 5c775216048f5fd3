package org.healthpassport.api.identity.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Objects;
import org.bson.Document;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.access.decision.Grants;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.patient.BirthDate;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.edge.text.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

class UnconfirmedRegistrationsTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final UnconfirmedRegistrations unconfirmed = api.bean(UnconfirmedRegistrations.class);
    private final Accounts accounts = api.bean(Accounts.class);
    private final Patients patients = api.bean(Patients.class);
    private final SubjectKeyRing keyRing = api.bean(SubjectKeyRing.class);
    private final String patientId = api.bean(Ids.class).next();
    private final String accountId = api.bean(Ids.class).next();

    @Test
    void shouldRemoveTheAccountAndThePatient() {
        // given
        create();

        // when
        unconfirmed.sweep(Instant.now().plusSeconds(1)).block();

        // then
        assertThat(stored(accountId, "accounts")).isFalse();
        assertThat(patients.find(Grants.all(patientId)).blockOptional()).isEmpty();
        assertThat(keyRing.of(patientId).blockOptional()).isEmpty();
        assertThat(keyRing.of(accountId).blockOptional()).isEmpty();
        assertThat(stored(patientId, "unfinishedRegistrations")).isFalse();
    }

    @Test
    void shouldWaitForTheOwner() {
        // given
        create();

        // when
        unconfirmed.sweep(Instant.now().minus(UnconfirmedRegistrations.KEPT)).block();

        // then
        assertThat(stored(accountId, "accounts")).isTrue();
    }

    @Test
    void shouldKeepAnAccountThatWasConfirmed() {
        // given
        create();
        accounts.change(
                        accountId,
                        account -> Decision.accept(account.state()
                                .withEmailOf(
                                        Objects.requireNonNull(account.state().pendingEmail()))))
                .block();

        // when
        unconfirmed.sweep(Instant.now().plusSeconds(1)).block();

        // then
        assertThat(accounts.find(accountId).blockOptional()).isPresent();
        assertThat(patients.find(Grants.all(patientId)).blockOptional()).isPresent();
    }

    /** The account is gone already; its patient and the keys of both are not. */
    @Test
    void shouldFinishWhatStoppedHalfWay() {
        // given
        create();
        UnfinishedRegistrations unfinished = api.bean(UnfinishedRegistrations.class);
        Instant begun = Instant.parse("2026-01-01T00:00:00Z");
        unfinished.beginToRemove(patientId, accountId, begun).block();
        accounts.lists()
                .unconfirmedBefore(Instant.now().plusSeconds(1))
                .filter(account -> account.id().equals(accountId))
                .concatMap(accounts::removeUnconfirmed)
                .blockLast();

        // when
        unfinished.sweep(begun.plusSeconds(1)).block();

        // then
        assertThat(patients.find(Grants.all(patientId)).blockOptional()).isEmpty();
        assertThat(keyRing.of(patientId).blockOptional()).isEmpty();
        assertThat(keyRing.of(accountId).blockOptional()).isEmpty();
    }

    private void create() {
        EmailAddress email = new EmailAddress(accountId + "@example.org");
        patients.create(new PatientState(patientId, new PatientState.Name("Ada", "Example"), BirthDate.of(1980, 5, 17)))
                .block();
        AccountState account = AccountState.ofPatient(
                accountId, new Credentials(email, accounts.byEmail().indexOf(email), "hash"), patientId);
        accounts.create(account.unconfirmed("digest", Instant.now().plusSeconds(60)))
                .block();
    }

    private static boolean stored(String id, String collection) {
        return api.bean(ReactiveMongoTemplate.class)
                .findById(id, Document.class, collection)
                .blockOptional()
                .isPresent();
    }
}
