package org.healthpassport.api.identity.newpassword;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.EmailAddress;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.PasswordChanged;
import org.healthpassport.events.account.PasswordProof;
import org.junit.jupiter.api.Test;

class PasswordDecisionsTest {
    private static final Instant NOW = Instant.parse("2026-11-29T10:15:30.5Z");
    private static final String ACCOUNT_ID = "0192f000-0000-7000-8000-000000000001";

    private final AccountState account = AccountState.ofPatient(
                    ACCOUNT_ID,
                    new Credentials(new EmailAddress("ada@example.org"), "index", "hash of before"),
                    "0192f000-0000-7000-8000-000000000002")
            .withSession(Session.started("0192f000-0000-7000-8000-000000000003", Role.PATIENT, NOW), NOW);

    @Test
    void shouldSetPasswordAndEndEverything() {
        // when
        Decision.Accepted<AccountState> accepted = accepted(PasswordDecisions.change(account, "hash", NOW));

        // then
        assertThat(accepted.state().passwordHash()).isEqualTo("hash");
        assertThat(accepted.state().sessions()).isEmpty();
        assertThat(accepted.state().validAfter()).isEqualTo(Instant.parse("2026-11-29T10:15:31Z"));
        assertThat(accepted.state().visibleVersion())
                .as("nothing that the owner sees at /api/me")
                .isEqualTo(account.visibleVersion());
        assertThat(accepted.events())
                .containsExactly(new NewEvent(
                        EventType.PASSWORD_CHANGED, new PasswordChanged(ACCOUNT_ID, PasswordProof.CURRENT_PASSWORD)));
    }

    private static Decision.Accepted<AccountState> accepted(Decision<AccountState> decision) {
        return (Decision.Accepted<AccountState>) decision;
    }
}
