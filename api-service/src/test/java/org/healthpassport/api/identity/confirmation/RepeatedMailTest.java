package org.healthpassport.api.identity.confirmation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.EmailClaim;
import org.healthpassport.edge.text.EmailAddress;
import org.junit.jupiter.api.Test;

class RepeatedMailTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant TOMORROW = NOON.plus(Duration.ofHours(24));
    private static final AccountState PATIENT = AccountState.ofPatient(
            "a1", new Credentials(new EmailAddress("someone@example.org"), "index", "hash"), "p1");

    @Test
    void shouldAddTokensToThoseThatCount() {
        // given
        AccountState account = PATIENT.unconfirmed("first", TOMORROW);

        // when
        Decision<AccountState> repeated = EmailDecisions.repeat(account, "second", NOON);

        // then
        EmailClaim claim = Objects.requireNonNull(
                ((Decision.Accepted<AccountState>) repeated).state().pendingEmail());
        assertThat(claim.has("first", NOON)).isTrue();
        assertThat(claim.has("second", TOMORROW.minusMillis(1))).isTrue();
        assertThat(claim.has("second", TOMORROW)).isFalse();
    }

    @Test
    void shouldBoundTheTokensThatCount() {
        // given
        AccountState account = PATIENT.unconfirmed("0", TOMORROW);
        for (int i = 1; i < 3; i++) {
            account = ((Decision.Accepted<AccountState>) EmailDecisions.repeat(account, "" + i, NOON)).state();
        }

        // then
        assertThat(EmailDecisions.repeat(account, "3", NOON)).isEqualTo(Decision.unchanged());
        assertThat(EmailDecisions.repeat(account, "3", TOMORROW)).isInstanceOf(Decision.Accepted.class);
        assertThat(EmailDecisions.repeat(PATIENT, "3", NOON)).isEqualTo(Decision.unchanged());
    }
}
