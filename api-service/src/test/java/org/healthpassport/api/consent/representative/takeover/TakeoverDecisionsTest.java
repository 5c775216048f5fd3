package org.healthpassport.api.consent.representative.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.consent.representative.RepresentativeRefusal;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountState.Takeover;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.account.Suspension;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountChanged;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Decisions of an account that takes a passport over, as functions of its state. */
class TakeoverDecisionsTest {
    private static final Instant NOW = Instant.parse("2030-05-17T09:30:00.123Z");
    private static final Takeover CHILD = new Takeover("i1", "child", "r1", "Kim", List.of("2"));
    private static final Takeover ANOTHER = new Takeover("i2", "another", "r2", "Kim", List.of());
    private static final AccountState KIM =
            AccountState.ofPatient("kim", new Credentials(new EmailAddress("kim@example.org"), "index", "hash"), "own");

    @Test
    void shouldTakeOnePassportOverAtATime() {
        // given
        AccountState begun =
                accepted(TakeoverDecisions.begin(KIM, "own", CHILD)).state();

        // then
        assertThat(begun.takeover()).isEqualTo(CHILD);
        assertThat(begun.patientId()).isEqualTo("own");
        assertThat(TakeoverDecisions.begin(begun, "own", new Takeover("i1", "child", "r9", "Kim", List.of())))
                .isInstanceOf(Decision.Unchanged.class);
        assertRefused(TakeoverDecisions.begin(begun, "own", ANOTHER));
    }

    @Test
    void shouldNotBeginForAnAccountThatIsAnotherByNow() {
        assertRefused(TakeoverDecisions.begin(KIM, "another", CHILD));
        assertRefused(TakeoverDecisions.begin(KIM.closed(), "own", CHILD));
        assertRefused(TakeoverDecisions.begin(KIM.suspended(new Suspension(null, AccountStatus.ACTIVE)), "own", CHILD));
    }

    @Test
    void shouldEndEveryTokenWithThePassportOfBefore() {
        // given
        AccountState begun = KIM.withTakeover(CHILD);

        // when
        Decision.Accepted<AccountState> finished = accepted(TakeoverDecisions.finish(begun, CHILD, NOW));

        // then
        assertThat(finished.state().patientId()).isEqualTo("child");
        assertThat(finished.state().takeover()).isNull();
        assertThat(finished.state().validAfter()).isEqualTo("2030-05-17T09:30:01Z");
        assertThat(finished.state().visibleVersion()).isGreaterThan(begun.visibleVersion());
        assertThat(finished.events())
                .containsExactly(
                        new NewEvent(EventType.ACCOUNT_CHANGED, new AccountChanged("kim", List.of("patientId"))));
        assertThat(TakeoverDecisions.finish(finished.state(), CHILD, NOW)).isInstanceOf(Decision.Unchanged.class);
        assertThat(TakeoverDecisions.finish(begun, ANOTHER, NOW)).isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void shouldGiveUpItsOwnTakeoverOnly() {
        // given
        AccountState begun = KIM.withTakeover(CHILD);

        // then
        assertThat(accepted(TakeoverDecisions.giveUp(begun, CHILD)).state()).isEqualTo(KIM);
        assertThat(TakeoverDecisions.giveUp(begun, ANOTHER)).isInstanceOf(Decision.Unchanged.class);
        assertThat(TakeoverDecisions.giveUp(KIM, CHILD)).isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void shouldBeStoredWithTheAccount() {
        // given
        AccountState begun = KIM.withTakeover(CHILD);

        // then
        assertThat(JsonMapper.shared().readValue(JsonMapper.shared().writeValueAsString(begun), AccountState.class))
                .isEqualTo(begun);
    }

    private static Decision.Accepted<AccountState> accepted(Decision<AccountState> decision) {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return (Decision.Accepted<AccountState>) decision;
    }

    private static void assertRefused(Decision<AccountState> decision) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused ->
                                assertThat(refused.refusal()).isEqualTo(new RepresentativeRefusal.TakeoverUnderWay()));
    }
}
