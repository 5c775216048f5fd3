package org.healthpassport.api.consent.representative;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.events.EventType;
import org.healthpassport.events.representative.DependantRegistered;
import org.healthpassport.events.representative.RepresentativeAdded;
import org.healthpassport.events.representative.RepresentativeEnded;
import org.healthpassport.events.representative.RepresentativeInvited;
import org.jspecify.annotations.Nullable;

/** Decides about the representatives of a patient, by their state alone. */
public final class RepresentationDecisions {
    private RepresentationDecisions() {}

    /**
     * Accepts an invitation.
     *
     * @param representative who accepts it, with the id of the invitation
     */
    public static Decision<RepresentationState> accept(
            RepresentationState state, InvitationState invitation, Representative representative, Instant now) {
        String accountId = representative.accountId();
        if (!invitation.isInTimeAt(now)
                || state.isSettled(representative.id())
                || !inviterStillMay(state, invitation, now)) {
            return Decision.refuse(new RepresentativeRefusal.NoOpenInvitation());
        }
        if (accountId.equals(invitation.invitedBy())) {
            return Decision.refuse(new RepresentativeRefusal.ByOneself());
        }
        if (state.actingAt(now, accountId).isPresent()) {
            return Decision.refuse(new RepresentativeRefusal.AlreadyRepresents());
        }
        return Decision.accept(state.with(representative), added(state.patientId(), representative));
    }

    /** An invitation is worth no more than the rights of its inviter at this moment. */
    private static boolean inviterStillMay(RepresentationState state, InvitationState invitation, Instant now) {
        String inviter = invitation.invitedBy();
        return inviter == null
                || state.actingAt(now, inviter)
                        .filter(one -> one.rights().contains(RepresentativeRight.CONSENT)
                                && one.covers(invitation.rights(), invitation.expiresAt()))
                        .isPresent();
    }

    /**
     * Ends a representative; one that has ended stays as it is.
     *
     * @param endedBy the account of the representative who ends it; null for the patient in person
     */
    public static Decision<RepresentationState> end(
            RepresentationState state, String id, @Nullable String endedBy, Instant now) {
        boolean mayDoMore = state.withId(id)
                .filter(one -> !mayBeEndedBy(state, one, endedBy, now))
                .isPresent();
        return mayDoMore
                ? Decision.refuse(new RepresentativeRefusal.MayDoMore())
                : end(state, one -> one.id().equals(id), now);
    }

    private static boolean mayBeEndedBy(
            RepresentationState state, Representative ending, @Nullable String endedBy, Instant now) {
        return endedBy == null
                || ending.accountId().equals(endedBy)
                || !ending.actsAt(now)
                || state.actingAt(now, endedBy)
                        .filter(one -> one.covers(ending.rights(), ending.expiresAt()))
                        .isPresent();
    }

    /** Ends everything that an account does for the patient. */
    public static Decision<RepresentationState> leave(RepresentationState state, String accountId, Instant now) {
        return end(state, one -> one.accountId().equals(accountId), now);
    }

    private static Decision<RepresentationState> end(
            RepresentationState state, Predicate<Representative> which, Instant now) {
        List<Representative> ending = state.representatives().stream()
                .filter(which.and(one -> one.actsAt(now)))
                .toList();
        if (ending.isEmpty()) {
            return Decision.unchanged();
        }
        RepresentationState after = state.ended(ending::contains, now);
        return after.staysManaged()
                ? Decision.accept(
                        after,
                        ending.stream()
                                .map(one -> ended(state.patientId(), one.id(), one.accountId()))
                                .toArray(NewEvent[]::new))
                : Decision.refuse(new RepresentativeRefusal.LastRepresentative());
    }

    /**
     * Withdraws an invitation, or ends the representative who has just accepted it.
     *
     * @param withdrawnBy as for {@link #end}
     */
    public static Decision<RepresentationState> withdraw(
            RepresentationState state, String invitationId, @Nullable String withdrawnBy, Instant now) {
        if (state.withId(invitationId).isPresent()) {
            return end(state, invitationId, withdrawnBy, now);
        }
        return state.isSettled(invitationId)
                ? Decision.unchanged()
                : Decision.accept(state.withdrawn(invitationId), ended(state.patientId(), invitationId, ""));
    }

    static NewEvent[] registered(String patientId, Representative first) {
        return new NewEvent[] {
            new NewEvent(EventType.DEPENDANT_REGISTERED, new DependantRegistered(patientId, first.accountId())),
            added(patientId, first)
        };
    }

    static NewEvent invited(String id, String patientId) {
        return new NewEvent(EventType.REPRESENTATIVE_INVITED, new RepresentativeInvited(id, patientId));
    }

    private static NewEvent added(String patientId, Representative representative) {
        return new NewEvent(
                EventType.REPRESENTATIVE_ADDED,
                new RepresentativeAdded(representative.id(), patientId, representative.accountId()));
    }

    private static NewEvent ended(String patientId, String id, String accountId) {
        return new NewEvent(EventType.REPRESENTATIVE_ENDED, new RepresentativeEnded(id, patientId, accountId));
    }
}
