package org.healthpassport.api.identity.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.bson.Document;
import org.healthpassport.aggregates.CreatedTooLate;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
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

class UnfinishedRegistrationsTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = LONG_AGO.plus(Duration.ofHours(1));

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final UnfinishedRegistrations unfinished = api.bean(UnfinishedRegistrations.class);
    private final Patients patients = api.bean(Patients.class);
    private final SubjectKeyRing keyRing = api.bean(SubjectKeyRing.class);
    private final String patientId = api.bean(Ids.class).next();
    private final String accountId = api.bean(Ids.class).next();

    @Test
    void shouldDiscardPatientWhoseAccountNeverCame() {
        // given
        unfinished.begin(patientId, accountId, LONG_AGO).block();
        patients.create(patient()).block();
        keyRing.create(accountId).block();

        // when
        unfinished.sweep(LATER).block();

        // then
        assertThat(patients.find(Grants.all(patientId)).blockOptional()).isEmpty();
        assertThat(keyRing.of(patientId).blockOptional()).isEmpty();
        assertThat(keyRing.of(accountId).blockOptional()).isEmpty();
        assertThat(isNoted(patientId)).isFalse();
    }

    @Test
    void shouldDiscardKeysOfMemberWhoseAccountNeverCame() {
        // given
        unfinished.begin(accountId, accountId, LONG_AGO).block();
        keyRing.create(accountId).block();

        // when
        unfinished.sweep(LATER).block();

        // then
        assertThat(keyRing.of(accountId).blockOptional()).isEmpty();
        assertThat(isNoted(accountId)).isFalse();
    }

    @Test
    void shouldDiscardWhatDiedBeforePatientCame() {
        // given
        unfinished.begin(patientId, accountId, LONG_AGO).block();

        // when
        unfinished.sweep(LATER).block();

        // then
        assertThat(isNoted(patientId)).isFalse();
    }

    @Test
    void shouldKeepPatientWhoseAccountCame() {
        // given
        SignedIn patient = api.newPatient();
        unfinished.begin(patient.patientId(), patient.accountId(), LONG_AGO).block();

        // when
        unfinished.sweep(LATER).block();

        // then
        assertThat(patients.find(Grants.all(patient.patientId())).blockOptional())
                .isPresent();
        assertThat(isNoted(patient.patientId())).isFalse();
    }

    @Test
    void shouldKeepARegistrationFromGoingOnOnceItIsGivenUp() {
        // given
        unfinished.begin(patientId, accountId, LONG_AGO).block();

        // when
        unfinished.sweep(LATER).block();

        // then
        AccountState account = AccountState.ofPatient(
                accountId,
                new Credentials(EmailAddress.parse("late@example.org").orElseThrow(), accountId, "-"),
                patientId);
        assertThatThrownBy(() -> patients.create(patient()).block()).isInstanceOf(CreatedTooLate.class);
        assertThatThrownBy(() -> api.bean(Accounts.class).create(account).block())
                .isInstanceOf(CreatedTooLate.class);
    }

    @Test
    void shouldLeaveWhatMayStillRun() {
        // given
        unfinished.begin(patientId, accountId, LATER).block();
        patients.create(patient()).block();

        // when
        unfinished.sweep(LATER).block();

        // then
        assertThat(patients.find(Grants.all(patientId)).blockOptional()).isPresent();
        assertThat(isNoted(patientId)).isTrue();
        unfinished.discard(patientId, accountId).block();
    }

    private PatientState patient() {
        return new PatientState(patientId, new PatientState.Name("Ada", "Example"), BirthDate.of(1980, 5, 17));
    }

    private static boolean isNoted(String patientId) {
        return api.bean(ReactiveMongoTemplate.class)
                .findById(patientId, Document.class, "unfinishedRegistrations")
                .blockOptional()
                .isPresent();
    }
}
