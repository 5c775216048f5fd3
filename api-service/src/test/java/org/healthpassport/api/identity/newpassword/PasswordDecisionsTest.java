package org.healthpassport.api.identity.newpassword;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.PasswordChanged;
import org.healthpassport.events.account.PasswordProof;
import org.healthpassport.events.account.PasswordResetRequested;
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

    @Test
    void shouldLetATokenSetThePasswordOnceWithinAnHour() {
        // given
        Decision.Accepted<AccountState> requested = accepted(PasswordDecisions.requestReset(account, "digest", NOW));
        Instant last = NOW.plus(Duration.ofHours(1)).minusMillis(1);

        // when
        Decision.Accepted<AccountState> reset =
                accepted(PasswordDecisions.reset(requested.state(), "digest", "hash", last));

        // then
        assertThat(requested.state().sessions()).as("asking ends nothing").isEqualTo(account.sessions());
        assertThat(requested.events())
                .containsExactly(
                        new NewEvent(EventType.PASSWORD_RESET_REQUESTED, new PasswordResetRequested(ACCOUNT_ID)));
        assertThat(reset.state().passwordHash()).isEqualTo("hash");
        assertThat(reset.state().sessions()).isEmpty();
        assertThat(reset.events())
                .containsExactly(new NewEvent(
                        EventType.PASSWORD_CHANGED, new PasswordChanged(ACCOUNT_ID, PasswordProof.RESET_TOKEN)));
        assertThat(PasswordDecisions.reset(reset.state(), "digest", "other", last))
                .isEqualTo(Decision.refuse(new PasswordRefusal.NoValidToken()));
        assertThat(PasswordDecisions.reset(requested.state(), "digest", "hash", last.plusMillis(1)))
                .isEqualTo(Decision.refuse(new PasswordRefusal.NoValidToken()));
        assertThat(PasswordDecisions.reset(requested.state(), "other digest", "hash", NOW))
                .isEqualTo(Decision.refuse(new PasswordRefusal.NoValidToken()));
        assertThat(PasswordDecisions.reset(requested.state().closed(), "digest", "hash", NOW))
                .isEqualTo(Decision.refuse(new PasswordRefusal.NoValidToken()));
    }

    @Test
    void shouldEndEveryTokenWithAnyNewPassword() {
        AccountState requested =
                accepted(PasswordDecisions.requestReset(account, "digest", NOW)).state();
        assertThat(accepted(PasswordDecisions.change(requested, "hash", NOW))
                        .state()
                        .resets())
                .isEmpty();
    }

    @Test
    void shouldKeepFiveTokensAndGiveOthersOnceTheyAreOver() {
        // given
        AccountState full = account;
        for (int i = 0; i < 5; i++) {
            full = accepted(PasswordDecisions.requestReset(full, "digest " + i, NOW.plusSeconds(i)))
                    .state();
        }

        // then
        assertThat(PasswordDecisions.requestReset(full, "one more", NOW.plusSeconds(3599)))
                .isEqualTo(Decision.unchanged());
        assertThat(accepted(PasswordDecisions.requestReset(full, "one more", NOW.plusSeconds(3600)))
                        .state()
                        .resets())
                .containsOnlyKeys("digest 1", "digest 2", "digest 3", "digest 4", "one more");
        assertThat(PasswordDecisions.requestReset(account.closed(), "digest", NOW))
                .isEqualTo(Decision.unchanged());
    }

    private static Decision.Accepted<AccountState> accepted(Decision<AccountState> decision) {
        return (Decision.Accepted<AccountState>) decision;
    }
}
