package org.healthpassport.api.identity.suspension;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.Suspension;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountSuspended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SuspensionDecisionsTest {
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    private static final Credentials CREDENTIALS =
            new Credentials(new EmailAddress("someone@example.org"), "index", "hash");
    private static final AccountState DOCTOR = AccountState.ofDoctor("a2", CREDENTIALS, "h1", "Grace Example", "L-77");

    @Test
    void shouldLeaveAccountsAloneWhoseOwnersHaveNotConfirmed() {
        assertThat(SuspensionDecisions.byAdministrator(DOCTOR.unconfirmed("d", NOW.plusSeconds(60)), "admin", NOW))
                .isEqualTo(Decision.refuse(new SuspensionRefusal.EmailUnconfirmed()));
        assertThat(SuspensionDecisions.byHospital(DOCTOR.unconfirmed("d", NOW.plusSeconds(60)), "h1", NOW))
                .isEqualTo(Decision.refuse(new SuspensionRefusal.NoSuchDoctor()));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldLetAdministratorSuspendEveryKindOfAccount(Role role) {
        // given
        AccountState account = AccountState.ofStaff("a3", role, CREDENTIALS, null);

        // then
        assertThat(SuspensionDecisions.byAdministrator(account, "admin", NOW))
                .isEqualTo(Decision.accept(
                        account.suspended(new Suspension(null, AccountStatus.ACTIVE))
                                .withTokensRevoked(NOW),
                        new NewEvent(EventType.ACCOUNT_SUSPENDED, new AccountSuspended("a3", role.name()))));
    }

    @Test
    void shouldRevokeAllTokens() {
        assertThat(suspended(SuspensionDecisions.byHospital(DOCTOR, "h1", NOW)).validAfter())
                .isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void shouldRememberTheStatusOfBefore() {
        assertThat(suspended(SuspensionDecisions.byHospital(DOCTOR, "h1", NOW)).suspension())
                .isEqualTo(new Suspension("h1", AccountStatus.PENDING));
        assertThat(suspended(SuspensionDecisions.byHospital(DOCTOR.activated(), "h1", NOW))
                        .suspension())
                .isEqualTo(new Suspension("h1", AccountStatus.ACTIVE));
    }

    @Test
    void shouldLetNoAdministratorSuspendThemselves() {
        assertThat(SuspensionDecisions.byAdministrator(
                        AccountState.ofStaff("admin", Role.ADMIN, CREDENTIALS, null), "admin", NOW))
                .isEqualTo(Decision.refuse(new SuspensionRefusal.OwnAccount()));
    }

    @Test
    void shouldLetAdministratorTakeOverTheSuspensionOfAHospital() {
        // given
        AccountState byHospital = suspended(SuspensionDecisions.byHospital(DOCTOR, "h1", NOW));

        // when
        AccountState byAdministrator = suspended(SuspensionDecisions.byAdministrator(byHospital, "admin", NOW));

        // then
        assertThat(byAdministrator.suspension()).isEqualTo(new Suspension(null, AccountStatus.PENDING));
        assertThat(SuspensionDecisions.byHospital(byAdministrator, "h1", NOW)).isEqualTo(Decision.unchanged());
        assertThat(SuspensionDecisions.byAdministrator(byAdministrator, "admin", NOW))
                .isEqualTo(Decision.unchanged());
    }

    @Test
    void shouldKnowNothingOfWhatIsNotTheHospitalsOwn() {
        // given
        AccountState hospital = AccountState.ofHospital("a1", CREDENTIALS, "h1", "General Hospital");

        // then
        assertThat(SuspensionDecisions.byHospital(DOCTOR, "h2", NOW))
                .isEqualTo(Decision.refuse(new SuspensionRefusal.NoSuchDoctor()));
        assertThat(SuspensionDecisions.byHospital(DOCTOR.closed(), "h2", NOW))
                .isEqualTo(Decision.refuse(new SuspensionRefusal.NoSuchDoctor()));
        assertThat(SuspensionDecisions.byHospital(hospital, "h1", NOW))
                .isEqualTo(Decision.refuse(new SuspensionRefusal.NoSuchDoctor()));
    }

    @Test
    void shouldLeaveClosedAccountsClosed() {
        assertThat(SuspensionDecisions.byAdministrator(DOCTOR.closed(), "admin", NOW))
                .isEqualTo(Decision.refuse(new SuspensionRefusal.AlreadyClosed()));
        assertThat(SuspensionDecisions.byHospital(DOCTOR.closed(), "h1", NOW))
                .isEqualTo(Decision.refuse(new SuspensionRefusal.AlreadyClosed()));
    }

    private static AccountState suspended(Decision<AccountState> decision) {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        AccountState state = ((Decision.Accepted<AccountState>) decision).state();
        assertThat(state.status()).isEqualTo(AccountStatus.SUSPENDED);
        return state;
    }
}
