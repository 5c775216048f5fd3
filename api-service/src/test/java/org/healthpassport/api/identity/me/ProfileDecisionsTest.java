package org.healthpassport.api.identity.me;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.Suspension;
import org.healthpassport.api.identity.me.ProfileDecisions.Demographics;
import org.healthpassport.api.identity.me.ProfileDecisions.PatientProfile;
import org.healthpassport.api.identity.member.SentName;
import org.healthpassport.api.patient.BirthDate;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountChanged;
import org.healthpassport.events.account.DoctorMoved;
import org.healthpassport.events.patient.DemographicsChanged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileDecisionsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);
    private static final Credentials CREDENTIALS =
            new Credentials(new EmailAddress("someone@example.org"), "index", "hash");
    private static final AccountState DOCTOR = AccountState.ofDoctor("a2", CREDENTIALS, "h1", "Grace Example", "L-77")
            .activated();
    private static final PatientState ADA =
            new PatientState("p1", new PatientState.Name("Ada", "Example"), BirthDate.of(1980, 5, 17));
    private static final Snapshot<PatientState> ADA_NOW = new Snapshot<>("p1", 3, Instant.EPOCH, ADA);

    @Test
    void shouldChangeWhatWasSentOfAPatient() {
        // given
        PatientState.Name lovelace = new PatientState.Name("Ada", "Lovelace");

        // then
        assertThat(ProfileDecisions.change(ADA_NOW, IfMatch.of(3), new Demographics(lovelace, null)))
                .isEqualTo(Decision.accept(
                        new PatientState("p1", lovelace, ADA.birthDate()),
                        new NewEvent(EventType.DEMOGRAPHICS_CHANGED, new DemographicsChanged("p1"))));
        assertThat(ProfileDecisions.change(ADA_NOW, IfMatch.of(3), new Demographics(null, null)))
                .isEqualTo(Decision.unchanged());
        assertThat(ProfileDecisions.change(ADA_NOW, IfMatch.of(3), new Demographics(ADA.name(), ADA.birthDate())))
                .isEqualTo(Decision.unchanged());
    }

    @Test
    void shouldRefuseWhatWasChangedSince() {
        assertThat(ProfileDecisions.change(ADA_NOW, IfMatch.of(2), new Demographics(null, null)))
                .isEqualTo(Decision.refuse(new MeRefusal.Stale()));
        assertThat(ProfileDecisions.rename(DOCTOR, IfMatch.of(1), Optional.of("Grace Hopper")))
                .isEqualTo(Decision.refuse(new MeRefusal.Stale()));
    }

    @Test
    void shouldRenameOthers() {
        assertThat(ProfileDecisions.rename(DOCTOR, IfMatch.of(2), Optional.of("Grace Hopper")))
                .isEqualTo(Decision.accept(
                        DOCTOR.renamed("Grace Hopper"),
                        new NewEvent(EventType.ACCOUNT_CHANGED, new AccountChanged("a2", List.of("name")))));
        assertThat(ProfileDecisions.rename(DOCTOR, IfMatch.of(2), Optional.of("Grace Example")))
                .isEqualTo(Decision.unchanged());
        assertThat(ProfileDecisions.rename(DOCTOR, IfMatch.of(2), Optional.empty()))
                .isEqualTo(Decision.unchanged());
    }

    @Test
    void shouldCheckMembersByTheRulesOfARegistration() {
        assertThat(ProfileDecisions.checkPatient(
                        new ProfileRequest(new SentName(null, "Suharto", null), "1921", "S@Example.org"), TODAY))
                .isEqualTo(Ruling.accept(new PatientProfile(
                        new Demographics(
                                new PatientState.Name("Suharto", null),
                                BirthDate.parse("1921").orElseThrow()),
                        Optional.of(new EmailAddress("s@example.org")))));
        assertThat(pointers(ProfileDecisions.checkPatient(
                        new ProfileRequest(new SentName(null, " ", null), "2027", "nobody"), TODAY)))
                .containsExactly("/name", "/birthDate", "/email");
        assertThat(pointers(ProfileDecisions.checkOther(
                        new ProfileRequest(new SentName("A\u0000", null, null), "1980", ""))))
                .containsExactly("/name", "/birthDate", "/email");
    }

    /** A suspension that came while the request was under way. */
    @Test
    void shouldNotEndASuspensionByAMove() {
        // given
        AccountState suspended = DOCTOR.suspended(new Suspension("h1", AccountStatus.ACTIVE));

        // then
        assertThat(ProfileDecisions.move(suspended, "h2")).isEqualTo(Decision.refuse(new MeRefusal.NotActive()));
        assertThat(ProfileDecisions.move(DOCTOR.movedTo("h2"), "h3"))
                .as("a doctor who waits")
                .isEqualTo(Decision.refuse(new MeRefusal.NotActive()));
        assertThat(ProfileDecisions.rename(
                        suspended, IfMatch.of(suspended.visibleVersion()), Optional.of("Grace Hopper")))
                .isEqualTo(Decision.refuse(new MeRefusal.NotActive()));
    }

    @Test
    void shouldMoveDoctorWhoThenWaits() {
        // when
        Decision<AccountState> moved = ProfileDecisions.move(DOCTOR, "h2");

        // then
        assertThat(moved)
                .isEqualTo(Decision.accept(
                        DOCTOR.movedTo("h2"), new NewEvent(EventType.DOCTOR_MOVED, new DoctorMoved("a2", "h1", "h2"))));
        assertThat(DOCTOR.movedTo("h2").status()).isEqualTo(AccountStatus.PENDING);
        assertThat(DOCTOR.movedTo("h2").hospitalId()).isEqualTo("h2");
        assertThat(ProfileDecisions.move(DOCTOR, "h1")).isEqualTo(Decision.unchanged());
    }

    @ParameterizedTest
    @EnumSource(names = "DOCTOR", mode = EnumSource.Mode.EXCLUDE)
    void shouldMoveNobodyElse(Role role) {
        assertThat(ProfileDecisions.move(AccountState.ofStaff("a3", role, CREDENTIALS, null), "h2"))
                .isEqualTo(Decision.refuse(new MeRefusal.OnlyForDoctors()));
    }

    private static List<String> pointers(Ruling<?> ruling) {
        return ((InvalidInput) ((Ruling.Refused<?>) ruling).refusal())
                .members().stream().map(InvalidMember::pointer).toList();
    }
}
