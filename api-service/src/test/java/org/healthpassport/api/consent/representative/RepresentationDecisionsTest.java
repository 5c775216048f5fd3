package org.healthpassport.api.consent.representative;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.api.LostEvents;
import org.healthpassport.events.EventType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Decisions about representatives, as functions of the state and the time. */
class RepresentationDecisionsTest {
    private static final Instant NOW = Instant.parse("2030-05-17T09:30:00Z");
    private static final Instant TOMORROW = NOW.plusSeconds(86_400);
    private static final Set<RepresentativeRight> ALL = EnumSet.allOf(RepresentativeRight.class);

    /** All accounts that may act, as far as a test does not say otherwise. */
    private static final Set<String> ACTIVE = Stream.concat(
                    Stream.of("ada", "grace", "linus"), IntStream.range(0, 20).mapToObj(i -> "grace" + i))
            .collect(Collectors.toSet());

    private final RepresentationState childOfAda =
            RepresentationState.withoutLogin("child", representative("1", "ada", ALL, null));

    @Test
    void shouldAddWhoAcceptsInTime() {
        // when
        Decision<RepresentationState> decision = accept(childOfAda, invitation(ALL, "ada"), "2", "grace", NOW);

        // then
        assertThat(accepted(decision).state().actingAt(NOW, "grace")).isPresent();
        assertThat(accepted(decision).events())
                .singleElement()
                .satisfies(event -> assertThat(event.type()).isEqualTo(EventType.REPRESENTATIVE_ADDED));
    }

    @Test
    void shouldAcceptOnceAndNotTooLate() {
        // given
        RepresentationState both = accepted(accept(childOfAda, invitation(ALL, "ada"), "2", "grace", NOW))
                .state();

        // then
        assertThat(refusal(accept(both, invitation(ALL, "ada"), "2", "grace", NOW)))
                .isEqualTo(new RepresentativeRefusal.NoOpenInvitation());
        assertThat(refusal(accept(both, invitation(ALL, "ada"), "2", "linus", NOW)))
                .isEqualTo(new RepresentativeRefusal.NoOpenInvitation());
        assertThat(refusal(accept(childOfAda, invitation(ALL, "ada"), "3", "grace", TOMORROW)))
                .isEqualTo(new RepresentativeRefusal.NoOpenInvitation());
        assertThat(refusal(accept(both, invitation(ALL, "ada"), "3", "grace", NOW)))
                .isEqualTo(new RepresentativeRefusal.AlreadyRepresents());
    }

    @Test
    void shouldNotAcceptFromOneselfOrFromSomebodyWhoMayNotInviteAnyMore() {
        // given
        RepresentationState both = accepted(accept(childOfAda, invitation(ALL, "ada"), "2", "grace", NOW))
                .state();
        RepresentationState withoutAda = accepted(RepresentationDecisions.end(both, "1", null, ACTIVE, NOW))
                .state();

        // then
        assertThat(refusal(accept(both, invitation(ALL, "ada"), "3", "ada", NOW)))
                .isEqualTo(new RepresentativeRefusal.ByOneself());
        assertThat(refusal(accept(withoutAda, invitation(ALL, "ada"), "3", "linus", NOW)))
                .isEqualTo(new RepresentativeRefusal.NoOpenInvitation());
    }

    @Test
    void shouldNotAcceptOnceItIsWithdrawn() {
        // given
        RepresentationState withdrawn = accepted(RepresentationDecisions.withdraw(childOfAda, "2", null, ACTIVE, NOW))
                .state();

        // then
        assertThat(refusal(accept(withdrawn, invitation(ALL, "ada"), "2", "grace", NOW)))
                .isEqualTo(new RepresentativeRefusal.NoOpenInvitation());
        assertThat(RepresentationDecisions.withdraw(withdrawn, "2", null, ACTIVE, NOW))
                .isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void shouldKeepTheLastWhoCanManageForGood() {
        // given
        RepresentationState withReader =
                with(childOfAda, representative("2", "grace", Set.of(RepresentativeRight.READ), null));
        RepresentationState untilTomorrow = with(childOfAda, representative("2", "grace", ALL, TOMORROW));
        RepresentationState both = with(childOfAda, representative("2", "grace", ALL, null));

        // then
        assertThat(refusal(RepresentationDecisions.end(childOfAda, "1", null, ACTIVE, NOW)))
                .isEqualTo(new RepresentativeRefusal.LastRepresentative());
        assertThat(refusal(RepresentationDecisions.end(withReader, "1", null, ACTIVE, NOW)))
                .isEqualTo(new RepresentativeRefusal.LastRepresentative());
        assertThat(refusal(RepresentationDecisions.end(untilTomorrow, "1", null, ACTIVE, NOW)))
                .isEqualTo(new RepresentativeRefusal.LastRepresentative());
        assertThat(refusal(RepresentationDecisions.leave(childOfAda, "ada", ACTIVE, NOW)))
                .isEqualTo(new RepresentativeRefusal.LastRepresentative());
        assertThat(accepted(RepresentationDecisions.end(both, "1", null, ACTIVE, NOW))
                        .state()
                        .actingAt(NOW, "ada"))
                .isEmpty();
    }

    /** A suspended account cannot manage anything, and a closed one never will. */
    @Test
    void shouldKeepTheLastWhoseAccountMayAct() {
        // given
        RepresentationState both = with(
                childOfAda,
                representative("2", "grace", ALL, null),
                representative("3", "linus", Set.of(RepresentativeRight.READ), null));
        Set<String> adaOnly = Set.of("ada");

        // then
        assertThat(refusal(RepresentationDecisions.end(both, "1", null, adaOnly, NOW)))
                .isEqualTo(new RepresentativeRefusal.LastRepresentative());
        assertThat(refusal(RepresentationDecisions.leave(both, "ada", adaOnly, NOW)))
                .isEqualTo(new RepresentativeRefusal.LastRepresentative());
        assertThat(RepresentationDecisions.end(both, "2", null, adaOnly, NOW)).isInstanceOf(Decision.Accepted.class);
        assertThat(RepresentationDecisions.leave(both, "linus", Set.of(), NOW)).isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void shouldNotAcceptWhatOutlastsTheInviter() {
        // given
        RepresentationState state = with(childOfAda, representative("2", "grace", ALL, TOMORROW));

        // then
        assertThat(refusal(accept(state, invitation(ALL, null, "grace"), "3", "linus", NOW)))
                .isEqualTo(new RepresentativeRefusal.NoOpenInvitation());
        assertThat(refusal(accept(state, invitation(ALL, TOMORROW.plusSeconds(1), "grace"), "3", "linus", NOW)))
                .isEqualTo(new RepresentativeRefusal.NoOpenInvitation());
        assertThat(accept(state, invitation(ALL, TOMORROW, "grace"), "3", "linus", NOW))
                .isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void shouldLetNobodyEndWhoMayDoMore() {
        // given
        Set<RepresentativeRight> fewer = Set.of(RepresentativeRight.READ, RepresentativeRight.CONSENT);
        RepresentationState state = with(
                childOfAda, representative("2", "grace", fewer, null), representative("3", "linus", ALL, TOMORROW));

        // then
        assertThat(refusal(RepresentationDecisions.end(state, "1", "grace", ACTIVE, NOW)))
                .isEqualTo(new RepresentativeRefusal.MayDoMore());
        assertThat(refusal(RepresentationDecisions.end(state, "1", "linus", ACTIVE, NOW)))
                .isEqualTo(new RepresentativeRefusal.MayDoMore());
        assertThat(refusal(RepresentationDecisions.withdraw(state, "2", "linus", ACTIVE, NOW)))
                .isEqualTo(new RepresentativeRefusal.MayDoMore());
        assertThat(RepresentationDecisions.end(state, "2", "ada", ACTIVE, NOW)).isInstanceOf(Decision.Accepted.class);
        assertThat(RepresentationDecisions.end(state, "2", "grace", ACTIVE, NOW))
                .isInstanceOf(Decision.Accepted.class);
        assertThat(RepresentationDecisions.end(state, "3", "grace", ACTIVE, TOMORROW))
                .isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void shouldLetPatientsWithALoginEndAll() {
        // given
        RepresentationState owner =
                with(RepresentationState.ofOwner("patient"), representative("1", "grace", ALL, null));

        // when
        RepresentationState after = accepted(RepresentationDecisions.end(owner, "1", null, ACTIVE, NOW))
                .state();

        // then
        assertThat(after.actingAt(NOW, "grace")).isEmpty();
        assertThat(RepresentationDecisions.end(after, "1", null, ACTIVE, NOW)).isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void shouldActUntilTheAgreedEnd() {
        RepresentationState state = with(childOfAda, representative("2", "grace", ALL, TOMORROW));

        assertThat(state.actingAt(TOMORROW.minusMillis(1), "grace")).isPresent();
        assertThat(state.actingAt(TOMORROW, "grace")).isEmpty();
    }

    /** Numbers below 5 end a representative, those below 10 let an account leave, all others add one. */
    @Property(tries = 300)
    void shouldAlwaysLeaveSomebodyWhoCanManage(@ForAll @Size(max = 30) List<@IntRange(max = 17) Integer> steps) {
        // given
        RepresentationState state = childOfAda;

        for (int i = 0; i < steps.size(); i++) {
            // when
            int step = steps.get(i);
            Decision<RepresentationState> decision;
            if (step < 5) {
                List<Representative> all = state.representatives();
                decision = RepresentationDecisions.end(
                        state, all.get(step % all.size()).id(), null, ACTIVE, NOW);
            } else if (step < 10) {
                decision = RepresentationDecisions.leave(state, step % 2 == 0 ? "ada" : "grace" + step, ACTIVE, NOW);
            } else {
                Set<RepresentativeRight> rights = step % 2 == 0 ? ALL : Set.of(RepresentativeRight.READ);
                Representative one =
                        representative("s" + i, "grace" + (step - 5), rights, step % 3 == 0 ? TOMORROW : null);
                decision = Decision.accept(state.with(one));
            }
            if (decision instanceof Decision.Accepted<RepresentationState> accepted) {
                state = accepted.state();
            }

            // then
            assertThat(state.representatives())
                    .anyMatch(one -> one.actsAt(NOW.plusSeconds(1_000_000))
                            && one.rights().contains(RepresentativeRight.CONSENT));
        }
    }

    @Test
    void shouldEndWhoWasEndedAfterTheBackup() {
        // given
        RepresentationState both = accepted(accept(childOfAda, invitation(ALL, "ada"), "2", "grace", NOW))
                .state();
        Decision.Accepted<RepresentationState> ended =
                accepted(RepresentationDecisions.end(both, "2", null, ACTIVE, NOW));

        // when
        RepresentationState restored =
                RepresentationDecisions.restoration().known().apply(both, LostEvents.of(ended.events()));

        // then
        assertThat(restored.actingAt(NOW, "ada")).isPresent();
        assertThat(restored.withId("2").orElseThrow().endedAt()).isEqualTo(LostEvents.BEGIN);
    }

    private static Decision<RepresentationState> accept(
            RepresentationState state, InvitationState invitation, String id, String accountId, Instant now) {
        return RepresentationDecisions.accept(
                state, invitation, representative(id, accountId, invitation.rights(), invitation.expiresAt()), now);
    }

    private static InvitationState invitation(Set<RepresentativeRight> rights, String invitedBy) {
        return invitation(rights, null, invitedBy);
    }

    private static InvitationState invitation(
            Set<RepresentativeRight> rights, @Nullable Instant expiresAt, String invitedBy) {
        return new InvitationState("child", "digest", Relation.CARER, rights, expiresAt, invitedBy, TOMORROW);
    }

    private static Representative representative(
            String id, String accountId, Set<RepresentativeRight> rights, @Nullable Instant expiresAt) {
        return new Representative(id, accountId, "A. Name", Relation.PARENT, rights, expiresAt, NOW, null);
    }

    private static RepresentationState with(RepresentationState state, Representative... representatives) {
        for (Representative one : representatives) {
            state = state.with(one);
        }
        return state;
    }

    private static Decision.Accepted<RepresentationState> accepted(Decision<RepresentationState> decision) {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return (Decision.Accepted<RepresentationState>) decision;
    }

    private static Refusal refusal(Decision<RepresentationState> decision) {
        assertThat(decision).isInstanceOf(Decision.Refused.class);
        return ((Decision.Refused<RepresentationState>) decision).refusal();
    }
}
