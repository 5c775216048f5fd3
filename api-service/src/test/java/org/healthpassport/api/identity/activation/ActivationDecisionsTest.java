package org.healthpassport.api.identity.activation;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.EmailAddress;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountActivated;
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
                .ignoringFields("status")
                .isEqualTo(DOCTOR);
        assertThat(DOCTOR.mayAct()).isFalse();
        assertThat(DOCTOR.activated().mayAct()).isTrue();
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

    private static Refusal refusal(Decision<AccountState> decision) {
        assertThat(decision).isInstanceOf(Decision.Refused.class);
        return ((Decision.Refused<AccountState>) decision).refusal();
    }
}
