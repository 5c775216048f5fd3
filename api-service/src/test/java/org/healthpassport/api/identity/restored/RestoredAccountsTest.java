package org.healthpassport.api.identity.restored;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.LostEvents;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.api.identity.account.Suspension;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountClosed;
import org.healthpassport.events.account.AccountSuspended;
import org.healthpassport.events.account.DoctorMoved;
import org.healthpassport.events.account.PasswordChanged;
import org.healthpassport.events.account.PasswordProof;
import org.healthpassport.events.session.SessionEnd;
import org.healthpassport.events.session.SessionEnded;
import org.junit.jupiter.api.Test;

class RestoredAccountsTest {
    private static final Instant BEFORE = LostEvents.BEGIN.minusSeconds(60);
    private static final String HASH = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2g";
    private static final AccountState DOCTOR = AccountState.ofDoctor(
                    "a1", new Credentials(new EmailAddress("grace@example.org"), "index", HASH), "h1", "Grace", "L-77")
            .activated()
            .withSession(Session.started("s1", Role.DOCTOR, BEFORE), BEFORE);
    private static final NewEvent SUSPENDED =
            new NewEvent(EventType.ACCOUNT_SUSPENDED, new AccountSuspended("a1", "DOCTOR"));
    private static final NewEvent CLOSED = new NewEvent(EventType.ACCOUNT_CLOSED, new AccountClosed("a1", "DOCTOR"));

    @Test
    void shouldEndAllSessionsWhateverWasLost() {
        AccountState restored =
                after(new NewEvent(EventType.SESSION_ENDED, new SessionEnded("a1", "s1", SessionEnd.SIGNED_OUT)));

        assertThat(restored).isEqualTo(DOCTOR.withTokensRevoked(LostEvents.RESTORED));
        assertThat(restored.sessions()).isEmpty();
    }

    @Test
    void shouldBeSuspendedSoThatOnlyAnAdministratorLiftsIt() {
        AccountState restored = after(SUSPENDED);

        assertThat(restored.status()).isEqualTo(AccountStatus.SUSPENDED);
        assertThat(restored.suspension()).isEqualTo(new Suspension(null, AccountStatus.ACTIVE));
    }

    @Test
    void shouldStayClosed() {
        assertThat(after(CLOSED, SUSPENDED).status()).isEqualTo(AccountStatus.CLOSED);
        assertThat(after(SUSPENDED, CLOSED).status()).isEqualTo(AccountStatus.CLOSED);
    }

    @Test
    void shouldNotTakeAPasswordThatWasChangedSince() {
        NewEvent changed =
                new NewEvent(EventType.PASSWORD_CHANGED, new PasswordChanged("a1", PasswordProof.CURRENT_PASSWORD));

        String one = after(changed).passwordHash();
        String other = after(changed).passwordHash();

        assertThat(one)
                .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
                .isNotEqualTo(HASH)
                .isNotEqualTo(other);
    }

    @Test
    void shouldWaitForTheActivationByTheNewHospital() {
        AccountState restored = after(new NewEvent(EventType.DOCTOR_MOVED, new DoctorMoved("a1", "h1", "h2")));

        assertThat(restored.hospitalId()).isEqualTo("h2");
        assertThat(restored.status()).isEqualTo(AccountStatus.PENDING);
    }

    @Test
    void shouldEndAllSessionsIfNobodyKnowsWhatWasLost() {
        Decision<AccountState> decision = RestoredAccounts.accountRestoration()
                .unknown()
                .apply(new Snapshot<>("a1", 3, BEFORE, DOCTOR), LostEvents.RESTORED);

        assertThat(decision).isEqualTo(Decision.accept(DOCTOR.withTokensRevoked(LostEvents.RESTORED)));
    }

    @Test
    void shouldBeSuspendedIfOnlyTheAuditLogTellsOfIt() {
        AccountState restored = RestoredAccounts.accountRestoration()
                .known()
                .apply(
                        DOCTOR,
                        LostEvents.withoutPayloads(
                                new NewEvent(EventType.DOCTOR_MOVED, new DoctorMoved("a1", "h1", "h2")), SUSPENDED));

        assertThat(restored.status()).isEqualTo(AccountStatus.SUSPENDED);
        assertThat(restored.hospitalId()).isEqualTo("h1");
    }

    private static AccountState after(NewEvent... lost) {
        return RestoredAccounts.accountRestoration().known().apply(DOCTOR, LostEvents.of(lost));
    }
}
