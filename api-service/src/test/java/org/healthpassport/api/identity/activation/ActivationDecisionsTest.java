package org.healthpassport.api.identity.activation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.assertj.core.api.RecursiveComparisonAssert;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.Suspension;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountActivated;
import org.healthpassport.events.account.AccountChanged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationDecisionsTest {
    private static final Credentials CREDENTIALS =
            new Credentials(new EmailAddress("someone@example.org"), "index", "hash");
    private static final AccountState HOSPITAL = AccountState.ofHospital("a1", CREDENTIALS, "h1", "General Hospital");
    private static final AccountState DOCTOR = AccountState.ofDoctor("a2", CREDENTIALS, "h1", "Grace Example", "L-77");

    @Test
    void shouldLetAdministratorActivateHospital() {
        assertThat(ActivationDecisions.byAdministrator(HOSPITAL))
                .isEqualTo(Decision.accept(
                        HOSPITAL.activated(),
                        new NewEvent(EventType.ACCOUNT_ACTIVATED, new AccountActivated("a1", "HOSPITAL"))));
    }

    @Test
    void shouldLetHospitalActivateItsDoctor() {
        assertThat(ActivationDecisions.byHospital(DOCTOR, "h1"))
                .isEqualTo(Decision.accept(
                        DOCTOR.activated(),
                        new NewEvent(EventType.ACCOUNT_ACTIVATED, new AccountActivated("a2", "DOCTOR"))));
    }

    @Test
    void shouldChangeNothingButTheStatus() {
        assertThat(DOCTOR.activated())
                .usingRecursiveComparison()
                .ignoringFields("status", "changes")
                .isEqualTo(DOCTOR);
        assertThat(DOCTOR.mayAct()).isFalse();
        assertThat(DOCTOR.activated().mayAct()).isTrue();
    }

    @Test
    void shouldLeaveAccountsAloneWhoseOwnersHaveNotConfirmed() {
        assertThat(ActivationDecisions.byAdministrator(HOSPITAL.unconfirmed("d", Instant.MAX)))
                .isEqualTo(Decision.refuse(new ActivationRefusal.EmailUnconfirmed()));
        assertThat(ActivationDecisions.byHospital(DOCTOR.unconfirmed("d", Instant.MAX), "h1"))
                .isEqualTo(Decision.refuse(new ActivationRefusal.NoSuchDoctor()));
    }

    @Test
    void shouldChangeNothingTheSecondTime() {
        assertThat(ActivationDecisions.byAdministrator(HOSPITAL.activated())).isEqualTo(Decision.unchanged());
        assertThat(ActivationDecisions.byHospital(DOCTOR.activated(), "h1")).isEqualTo(Decision.unchanged());
    }

    @Test
    void shouldLeaveDoctorsToTheirHospital() {
        assertThat(refusal(ActivationDecisions.byAdministrator(DOCTOR)))
                .isEqualTo(new ActivationRefusal.ActivatedByHospital());
    }

    @ParameterizedTest
    @EnumSource(names = {"PATIENT", "AUDITOR", "ADMIN"})
    void shouldRefuseAccountsThatNeedNoActivation(Role role) {
        // given
        AccountState account = AccountState.ofStaff("a3", role, CREDENTIALS, null);

        // then
        assertThat(refusal(ActivationDecisions.byAdministrator(account)))
                .isEqualTo(new ActivationRefusal.NeedsNoActivation());
        assertThat(refusal(ActivationDecisions.byHospital(account, "h1")))
                .isEqualTo(new ActivationRefusal.NoSuchDoctor());
    }

    @Test
    void shouldKnowNothingOfWhatIsNotTheHospitalsOwn() {
        assertThat(refusal(ActivationDecisions.byHospital(DOCTOR, "h2")))
                .isEqualTo(new ActivationRefusal.NoSuchDoctor());
        assertThat(refusal(ActivationDecisions.byHospital(DOCTOR.activated(), "h2")))
                .isEqualTo(new ActivationRefusal.NoSuchDoctor());
        assertThat(refusal(ActivationDecisions.byHospital(HOSPITAL, "h1")))
                .isEqualTo(new ActivationRefusal.NoSuchDoctor());
    }

    @Test
    void shouldLetHospitalLiftItsOwnSuspensionOnly() {
        // given
        AccountState byHospital = DOCTOR.suspended(new Suspension("h1", AccountStatus.PENDING));
        AccountState byAdministrator = DOCTOR.suspended(new Suspension(null, AccountStatus.ACTIVE));

        // then
        assertThatAccepted(ActivationDecisions.byHospital(byHospital, "h1")).isEqualTo(DOCTOR.activated());
        assertThat(refusal(ActivationDecisions.byHospital(byAdministrator, "h1")))
                .isEqualTo(new ActivationRefusal.SuspendedByAdministrator());
        assertThat(refusal(ActivationDecisions.byHospital(byAdministrator, "h2")))
                .isEqualTo(new ActivationRefusal.NoSuchDoctor());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldLetAdministratorLiftEverySuspension(Role role) {
        // given
        AccountState account = AccountState.ofStaff("a3", role, CREDENTIALS, null);

        // then
        assertThatAccepted(ActivationDecisions.byAdministrator(
                        account.suspended(new Suspension(null, AccountStatus.ACTIVE))))
                .isEqualTo(account);
        assertThatAccepted(ActivationDecisions.byAdministrator(
                        account.suspended(new Suspension("h1", AccountStatus.ACTIVE))))
                .isEqualTo(account);
    }

    @Test
    void shouldLetDoctorWhomNoHospitalActivatedGoOnWaiting() {
        // given
        AccountState suspended = DOCTOR.suspended(new Suspension(null, AccountStatus.PENDING));

        // then
        assertThat(ActivationDecisions.byAdministrator(suspended))
                .isEqualTo(Decision.accept(
                        suspended.pendingAgain(),
                        new NewEvent(EventType.ACCOUNT_CHANGED, new AccountChanged("a2", List.of("status")))));
        assertThatAccepted(ActivationDecisions.byAdministrator(
                        HOSPITAL.suspended(new Suspension(null, AccountStatus.PENDING))))
                .isEqualTo(HOSPITAL.activated());
    }

    @Test
    void shouldLeaveClosedAccountsClosed() {
        assertThat(refusal(ActivationDecisions.byAdministrator(HOSPITAL.closed())))
                .isEqualTo(new ActivationRefusal.AlreadyClosed());
        assertThat(refusal(ActivationDecisions.byHospital(DOCTOR.closed(), "h1")))
                .isEqualTo(new ActivationRefusal.AlreadyClosed());
    }

    /** Apart from the number of changes. */
    private static RecursiveComparisonAssert<?> assertThatAccepted(Decision<AccountState> decision) {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return assertThat(((Decision.Accepted<AccountState>) decision).state())
                .usingRecursiveComparison()
                .ignoringFields("changes");
    }

    private static Refusal refusal(Decision<AccountState> decision) {
        assertThat(decision).isInstanceOf(Decision.Refused.class);
        return ((Decision.Refused<AccountState>) decision).refusal();
    }
}
