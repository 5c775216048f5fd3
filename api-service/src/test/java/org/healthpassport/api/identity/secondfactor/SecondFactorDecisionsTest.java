package org.healthpassport.api.identity.secondfactor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.commons.codec.binary.Base32;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.SecondFactor;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.EventType;
import org.healthpassport.events.secondfactor.RemovedBy;
import org.healthpassport.events.secondfactor.SecondFactorUsed;
import org.junit.jupiter.api.Test;

class SecondFactorDecisionsTest {
    private static final String SECRET = new Base32().encodeToString("12345678901234567890".getBytes(US_ASCII));
    private static final Instant NOW = Instant.ofEpochSecond(59);
    private static final String CODE = "287082";
    private static final String RECOVERY_CODE = "k3v9-m0x7-qdr2-8twz";

    private final AccountState without = AccountState.ofPatient(
                    "account-1",
                    new Credentials(EmailAddress.parse("ada@example.org").orElseThrow(), "index", "hash"),
                    "patient-1")
            .withSession(Session.started("s1", Role.PATIENT, NOW), NOW);
    private final AccountState begun = without.withSecondFactor(SecondFactor.unconfirmed(SECRET));
    private final AccountState enrolled = without.withSecondFactor(SecondFactor.unconfirmed(SECRET)
            .confirmed(0, List.of(RecoveryCodes.digest(RECOVERY_CODE), "another"), NOW));

    @Test
    void shouldAskForNoCodeUntilTheSecretIsConfirmed() {
        // when
        AccountState waiting = accepted(SecondFactorDecisions.begin(without, "s1", SECRET, NOW))
                .state();

        // then
        assertThat(waiting.hasSecondFactor()).isFalse();
        assertThat(SecondFactorDecisions.use(waiting, null, NOW)).isEqualTo(Decision.unchanged());
        assertThat(refusal(SecondFactorDecisions.begin(enrolled, "s1", SECRET, NOW)))
                .isInstanceOf(SecondFactorRefusal.AlreadyEnrolled.class);
    }

    @Test
    void shouldAskForARecentLogin() {
        Instant later = NOW.plus(Duration.ofMinutes(15));

        assertThat(refusal(SecondFactorDecisions.begin(without, "s1", SECRET, later)))
                .isInstanceOf(SecondFactorRefusal.LoginTooOld.class);
        assertThat(refusal(SecondFactorDecisions.begin(without, "another", SECRET, NOW)))
                .isInstanceOf(SecondFactorRefusal.LoginTooOld.class);
    }

    @Test
    void shouldConfirmWithACodeOfTheApp() {
        // when
        Decision.Accepted<AccountState> confirmed =
                accepted(SecondFactorDecisions.confirm(begun, CODE, NOW, List.of("digest")));

        // then
        assertThat(confirmed.state().hasSecondFactor()).isTrue();
        assertThat(confirmed.events()).extracting(NewEvent::type).containsExactly(EventType.SECOND_FACTOR_ENROLLED);
        assertThat(refusal(SecondFactorDecisions.use(confirmed.state(), CODE, NOW)))
                .as("the code that confirmed it is used up")
                .isInstanceOf(SecondFactorRefusal.WrongCode.class);
    }

    @Test
    void shouldRefuseToConfirmWithoutASecretOrWithAWrongCodeOrTwice() {
        assertThat(refusal(SecondFactorDecisions.confirm(without, CODE, NOW, List.of())))
                .isInstanceOf(SecondFactorRefusal.NotBegun.class);
        assertThat(refusal(SecondFactorDecisions.confirm(begun, "000000", NOW, List.of())))
                .isInstanceOf(SecondFactorRefusal.WrongCode.class);
        assertThat(refusal(SecondFactorDecisions.confirm(enrolled, CODE, NOW, List.of())))
                .isInstanceOf(SecondFactorRefusal.AlreadyEnrolled.class);
    }

    @Test
    void shouldAcceptACodeOnce() {
        // when
        Decision.Accepted<AccountState> used = accepted(SecondFactorDecisions.use(enrolled, " " + CODE + " ", NOW));

        // then
        assertThat(payload(used).getRecoveryCodesLeft()).isEqualTo(2);
        assertThat(refusal(SecondFactorDecisions.use(used.state(), CODE, NOW)))
                .isInstanceOf(SecondFactorRefusal.WrongCode.class);
    }

    @Test
    void shouldAcceptARecoveryCodeOnceHoweverItIsTyped() {
        // when
        Decision.Accepted<AccountState> used =
                accepted(SecondFactorDecisions.use(enrolled, "K3V9 M0X7 QDR2 8TWZ", NOW));

        // then
        assertThat(payload(used).getRecoveryCodesLeft()).isEqualTo(1);
        assertThat(refusal(SecondFactorDecisions.use(used.state(), RECOVERY_CODE, NOW)))
                .isInstanceOf(SecondFactorRefusal.WrongCode.class);
    }

    @Test
    void shouldSayThatACodeIsMissing() {
        assertThat(refusal(SecondFactorDecisions.use(enrolled, null, NOW)))
                .isInstanceOf(SecondFactorRefusal.CodeMissing.class);
    }

    @Test
    void shouldRemoveWhatIsEnrolledOnly() {
        // when
        Decision.Accepted<AccountState> removed =
                accepted(SecondFactorDecisions.remove(enrolled, RemovedBy.ADMINISTRATOR));

        // then
        assertThat(removed.state().secondFactor()).isNull();
        assertThat(removed.events()).extracting(NewEvent::type).containsExactly(EventType.SECOND_FACTOR_REMOVED);
        assertThat(refusal(SecondFactorDecisions.remove(begun, RemovedBy.OWNER)))
                .isInstanceOf(SecondFactorRefusal.NotEnrolled.class);
    }

    @Test
    void shouldMakeTenDifferentRecoveryCodes() {
        assertThat(RecoveryCodes.generate())
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[0-9a-z]{4}(-[0-9a-z]{4}){3}"));
    }

    private static SecondFactorUsed payload(Decision.Accepted<AccountState> used) {
        return (SecondFactorUsed) used.events().get(0).payload();
    }

    private static Decision.Accepted<AccountState> accepted(Decision<AccountState> decision) {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return (Decision.Accepted<AccountState>) decision;
    }

    private static Refusal refusal(Decision<AccountState> decision) {
        assertThat(decision).isInstanceOf(Decision.Refused.class);
        return ((Decision.Refused<AccountState>) decision).refusal();
    }
}
