package org.healthpassport.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountClosed;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final NewEvent FIRST = event("first");
    private static final NewEvent SECOND = event("second");

    @Test
    void shouldSaveBothByOneCommit() {
        // when
        Decision<String> both = Decision.accept("b", FIRST).then("a", state -> Decision.accept(state + "c", SECOND));

        // then
        assertThat(both).isEqualTo(new Decision.Accepted<>("bc", List.of(FIRST, SECOND)));
    }

    @Test
    void shouldGoOnFromTheSameStateIfNothingChanged() {
        // when
        Decision<String> second = Decision.<String>unchanged().then("a", state -> Decision.accept(state + "c", SECOND));

        // then
        assertThat(second).isEqualTo(new Decision.Accepted<>("ac", List.of(SECOND)));
    }

    @Test
    void shouldSaveNothingIfOneOfThemIsRefusedOrTheSecondChangesNothing() {
        // given
        Refusal refusal = new Refusal() {};
        Decision<String> accepted = Decision.accept("b", FIRST);

        // when, then
        assertThat(Decision.<String>refuse(refusal).then("a", state -> accepted))
                .isEqualTo(Decision.refuse(refusal));
        assertThat(accepted.then("a", state -> Decision.refuse(refusal))).isEqualTo(Decision.refuse(refusal));
        assertThat(accepted.then("a", state -> Decision.unchanged())).isEqualTo(Decision.unchanged());
    }

    @Test
    void shouldKeepTheFirstIfTheSecondOfTwoChangesNothing() {
        // given
        Refusal refusal = new Refusal() {};
        Decision<String> accepted = Decision.accept("b", FIRST);

        // when, then
        assertThat(accepted.and("a", state -> Decision.unchanged())).isEqualTo(accepted);
        assertThat(accepted.and("a", state -> Decision.accept(state + "c", SECOND)))
                .isEqualTo(new Decision.Accepted<>("bc", List.of(FIRST, SECOND)));
        assertThat(accepted.and("a", state -> Decision.refuse(refusal))).isEqualTo(Decision.refuse(refusal));
        assertThat(Decision.<String>refuse(refusal).and("a", state -> accepted)).isEqualTo(Decision.refuse(refusal));
        assertThat(Decision.<String>unchanged().and("a", state -> Decision.unchanged()))
                .isEqualTo(Decision.unchanged());
    }

    private static NewEvent event(String accountId) {
        return new NewEvent(EventType.ACCOUNT_CLOSED, new AccountClosed(accountId, "PATIENT"));
    }
}
