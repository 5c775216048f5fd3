package org.healthpassport.api.consent.representative;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.events.EventType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Decisions of a passport that somebody takes over, as functions of the state and the time. */
class PassportTakeoverTest {
    private static final Instant NOW = Instant.parse("2030-05-17T09:30:00Z");
    private static final Instant TOMORROW = NOW.plusSeconds(86_400);
    private static final Set<RepresentativeRight> ALL = EnumSet.allOf(RepresentativeRight.class);

    private static final Set<String> ACTIVE = Set.of("ada", "charles", "grace", "kim", "linus");

    private final RepresentationState keptByParents = RepresentationState.withoutLogin(
                    "child", representative("1", "ada", ALL, null))
            .with(representative("2", "charles", ALL, null));

    @Test
    void shouldEndAllOthersUnlessTheyAreKept() {
        // when
        Decision.Accepted<RepresentationState> decision =
                accepted(takeOver(keptByParents, "ada", "3", "kim", List.of("2"), NOW));

        // then
        RepresentationState state = decision.state();
        assertThat(state.actingAt(NOW, "ada")).isEmpty();
        assertThat(state.actingAt(NOW, "charles")).isPresent();
        assertThat(state.actingAt(NOW, "kim"))
                .hasValueSatisfying(kim -> assertThat(kim.relation()).isEqualTo(Relation.SELF));
        assertThat(state.staysManaged(ACTIVE)).isTrue();
        assertThat(decision.events())
                .extracting(NewEvent::type)
                .containsExactly(EventType.PASSPORT_TAKEN_OVER, EventType.REPRESENTATIVE_ENDED);
        assertThat(decision.events()).extracting(NewEvent::resourceId).containsExactly("3", "1");
    }

    @Test
    void shouldBeTakenOverOnce() {
        // given
        RepresentationState taken = accepted(takeOver(keptByParents, "ada", "3", "kim", List.of("1", "2"), NOW))
                .state();
        RepresentationState own =
                accepted(RepresentationDecisions.hasLogin(taken, "3", NOW)).state();

        // then
        assertThat(takeOver(taken, "ada", "3", "kim", List.of(), NOW)).isInstanceOf(Decision.Unchanged.class);
        assertThat(refusal(takeOver(taken, "ada", "3", "linus", List.of(), NOW)))
                .isEqualTo(noInvitation());
        assertThat(refusal(takeOver(taken, "charles", "4", "linus", List.of(), NOW)))
                .isEqualTo(noInvitation());
        assertThat(takeOver(own, "ada", "3", "kim", List.of(), NOW)).isInstanceOf(Decision.Unchanged.class);
        assertThat(refusal(takeOver(own, "ada", "4", "linus", List.of(), NOW))).isEqualTo(noInvitation());
    }

    @Test
    void shouldNotBeGivenByWhoMayNotInviteAnyMoreOrTooLate() {
        // given
        RepresentationState withoutAda = accepted(RepresentationDecisions.end(keptByParents, "1", null, ACTIVE, NOW))
                .state();
        RepresentationState adaUntilTomorrow = RepresentationState.withoutLogin(
                        "child", representative("2", "charles", ALL, null))
                .with(representative("1", "ada", ALL, TOMORROW));

        // then
        assertThat(refusal(takeOver(withoutAda, "ada", "3", "kim", List.of(), NOW)))
                .isEqualTo(noInvitation());
        assertThat(refusal(takeOver(adaUntilTomorrow, "ada", "3", "kim", List.of(), NOW)))
                .isEqualTo(noInvitation());
        assertThat(refusal(takeOver(keptByParents, "ada", "3", "kim", List.of(), TOMORROW)))
                .isEqualTo(noInvitation());
    }

    @Test
    void shouldNotBeTakenByThoseWhoActAsAnotherPerson() {
        assertThat(refusal(takeOver(keptByParents, "ada", "3", "ada", List.of(), NOW)))
                .isEqualTo(new RepresentativeRefusal.ByOneself());
        assertThat(refusal(takeOver(keptByParents, "ada", "3", "charles", List.of(), NOW)))
                .isEqualTo(new RepresentativeRefusal.AlreadyRepresents());
    }

    @Test
    void shouldKeepOnlyWhoActs() {
        // given
        RepresentationState withoutCharles = accepted(
                        RepresentationDecisions.end(keptByParents, "2", null, ACTIVE, NOW))
                .state();

        // then
        assertThat(refusal(takeOver(withoutCharles, "ada", "3", "kim", List.of("1", "2", "9"), NOW)))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        invalid -> assertThat(invalid.members())
                                .extracting(member -> member.pointer())
                                .containsExactly("/keepRepresentatives/1", "/keepRepresentatives/2"));
    }

    @Test
    void shouldNeedNoRepresentativeOnceThereIsALogin() {
        // given
        RepresentationState taken = accepted(takeOver(keptByParents, "ada", "3", "kim", List.of(), NOW))
                .state();

        // when
        RepresentationState own =
                accepted(RepresentationDecisions.hasLogin(taken, "3", NOW)).state();

        // then
        assertThat(own.withoutLogin()).isFalse();
        assertThat(own.accountsActingAt(NOW, AccessScope.CONSENT)).isEmpty();
        assertThat(RepresentationDecisions.hasLogin(own, "3", NOW)).isInstanceOf(Decision.Unchanged.class);
        assertThat(RepresentationDecisions.hasLogin(keptByParents, "3", NOW)).isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void shouldAcceptNoOlderInvitationOnceThereIsALogin() {
        // given
        RepresentationState taken = accepted(takeOver(keptByParents, "ada", "3", "kim", List.of("1"), NOW))
                .state();
        RepresentationState own =
                accepted(RepresentationDecisions.hasLogin(taken, "3", NOW)).state();
        InvitationState byAda = new InvitationState("child", "digest", Relation.CARER, ALL, null, "ada", TOMORROW);

        // then
        assertThat(refusal(RepresentationDecisions.accept(own, byAda, representative("4", "linus", ALL, null), NOW)))
                .isEqualTo(noInvitation());
    }

    @Test
    void shouldKeepThePassportOfBeforeWithItsOwner() {
        // given
        Representative kim = Representative.inPerson("5", "kim", "Kim", NOW);
        Representative carer = representative("6", "linus", ALL, null);

        // when
        RepresentationState former = accepted(RepresentationDecisions.keep(
                        RepresentationState.ofOwner("former").with(carer), kim))
                .state();

        // then
        assertThat(former.withoutLogin()).isTrue();
        assertThat(former.actingAt(NOW, "kim")).isPresent();
        assertThat(RepresentationDecisions.keep(former, kim)).isInstanceOf(Decision.Unchanged.class);
        assertThat(refusal(RepresentationDecisions.end(former, "5", "linus", ACTIVE, NOW)))
                .isEqualTo(new RepresentativeRefusal.MayDoMore());
        assertThat(RepresentationDecisions.end(former, "6", "kim", ACTIVE, NOW)).isInstanceOf(Decision.Accepted.class);
        assertThat(RepresentationDecisions.leave(former, "kim", ACTIVE, NOW)).isInstanceOf(Decision.Accepted.class);
        assertThat(refusal(RepresentationDecisions.leave(former, "kim", Set.of("kim"), NOW)))
                .isEqualTo(new RepresentativeRefusal.LastRepresentative());
    }

    @Test
    void shouldTellWhoCameOnlyAfterAnEvent() {
        // given
        Instant before = NOW.minusSeconds(1);
        RepresentationState taken = accepted(takeOver(keptByParents, "ada", "5", "kim", List.of(), NOW))
                .state();
        RepresentationState own =
                accepted(RepresentationDecisions.hasLogin(taken, "5", NOW)).state();
        RepresentationState former = accepted(RepresentationDecisions.keep(
                        RepresentationState.ofOwner("former"), Representative.inPerson("6", "kim", "Kim", NOW)))
                .state();

        // then
        assertThat(own.cameAfter(before, "kim")).isTrue();
        assertThat(own.cameAfter(NOW, "kim")).isFalse();
        assertThat(keptByParents.cameAfter(before, "ada")).isTrue();
        assertThat(keptByParents.cameAfter(NOW, "ada")).isFalse();
        assertThat(keptByParents.cameAfter(before, "nobody")).isFalse();
        assertThat(former.cameAfter(before, "kim")).isFalse();
    }

    /** Three accounts that manage, and two that take the passport over, in any order; steps below 6 end somebody. */
    @Property(tries = 300)
    void shouldAlwaysBeManagedUntilThereIsALogin(@ForAll @Size(max = 20) List<@IntRange(max = 14) Integer> steps) {
        // given
        RepresentationState state = keptByParents.with(representative("0", "grace", ALL, null));

        for (int step : steps) {
            // when
            String somebody = List.of("ada", "charles", "grace", "kim", "linus").get(step % 5);
            Decision<RepresentationState> decision = step < 6
                    ? RepresentationDecisions.end(
                            state, String.valueOf(step), step % 2 == 0 ? "grace" : "ada", ACTIVE, NOW)
                    : step < 12
                            ? takeOver(
                                    state, somebody, "t" + step % 2, step % 2 == 0 ? "kim" : "linus", kept(step), NOW)
                            : RepresentationDecisions.leave(state, somebody, ACTIVE, NOW);
            if (decision instanceof Decision.Accepted<RepresentationState> accepted) {
                state = accepted.state();
            }

            // then
            assertThat(state.staysManaged(ACTIVE)).isTrue();
            assertThat(state.representatives())
                    .filteredOn(one -> one.relation() == Relation.SELF && one.actsAt(NOW))
                    .hasSizeLessThan(2);
        }
    }

    private static List<String> kept(int step) {
        return step < 8 ? List.of() : List.of("1");
    }

    private static Decision<RepresentationState> takeOver(
            RepresentationState state, String inviter, String id, String accountId, List<String> kept, Instant now) {
        InvitationState invitation =
                new InvitationState("child", "digest", Relation.SELF, ALL, null, inviter, TOMORROW);
        return RepresentationDecisions.takeOver(
                state, invitation, Representative.inPerson(id, accountId, "A. Name", now), kept, now);
    }

    private static Representative representative(
            String id, String accountId, Set<RepresentativeRight> rights, @Nullable Instant expiresAt) {
        return new Representative(id, accountId, "A. Name", Relation.PARENT, rights, expiresAt, NOW, null);
    }

    private static RepresentativeRefusal noInvitation() {
        return new RepresentativeRefusal.NoOpenInvitation();
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
