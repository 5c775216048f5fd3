package org.healthpassport.api.consent.representative;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Restoration;
import org.healthpassport.aggregates.Restoration.LostEvent;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.events.EventType;
import org.healthpassport.events.representative.DependantRegistered;
import org.healthpassport.events.representative.PassportTakenOver;
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
        return objection(state, invitation, representative, now)
                .<Decision<RepresentationState>>map(Decision::refuse)
                .orElseGet(() -> Decision.accept(state.with(representative), added(state.patientId(), representative)));
    }

    /** The reason for which somebody cannot become a representative by that invitation. */
    private static Optional<RepresentativeRefusal> objection(
            RepresentationState state, InvitationState invitation, Representative representative, Instant now) {
        String accountId = representative.accountId();
        if (!invitation.isInTimeAt(now)
                || state.isSettled(representative.id())
                || !inviterStillMay(state, invitation, now)) {
            return Optional.of(new RepresentativeRefusal.NoOpenInvitation());
        }
        if (accountId.equals(invitation.invitedBy())) {
            return Optional.of(new RepresentativeRefusal.ByOneself());
        }
        return state.actingAt(now, accountId).isPresent()
                ? Optional.of(new RepresentativeRefusal.AlreadyRepresents())
                : Optional.empty();
    }

    /**
     * Accepts an invitation to take a passport over that has no login. Until {@link #hasLogin}, the account represents the
     * patient with all rights, so that the passport is without somebody who may manage it at no moment.
     *
     * @param inPerson the account that takes it over, with the id of the invitation
     * @param kept ids of the representatives whose rights stay
     */
    public static Decision<RepresentationState> takeOver(
            RepresentationState state,
            InvitationState invitation,
            Representative inPerson,
            List<String> kept,
            Instant now) {
        String accountId = inPerson.accountId();
        if (state.withId(inPerson.id())
                .filter(one -> one.accountId().equals(accountId))
                .isPresent()) {
            return Decision.unchanged();
        }
        if (!state.withoutLogin() || state.inPersonAt(now).isPresent()) {
            return Decision.refuse(new RepresentativeRefusal.NoOpenInvitation());
        }
        // Somebody who acts for the patient as another person is not the patient either.
        Optional<RepresentativeRefusal> objection = objection(state, invitation, inPerson, now);
        if (objection.isPresent()) {
            return Decision.refuse(objection.get());
        }
        List<InvalidMember> unknown = IntStream.range(0, kept.size())
                .filter(i ->
                        state.withId(kept.get(i)).filter(one -> one.actsAt(now)).isEmpty())
                .mapToObj(i -> new InvalidMember(
                        "/keepRepresentatives/" + i, "must be the id of a representative of this patient"))
                .toList();
        return unknown.isEmpty() ? takenOver(state, inPerson, kept, now) : Decision.refuse(new InvalidInput(unknown));
    }

    private static Decision<RepresentationState> takenOver(
            RepresentationState state, Representative inPerson, List<String> kept, Instant now) {
        List<Representative> ending = state.representatives().stream()
                .filter(one -> one.actsAt(now) && !kept.contains(one.id()))
                .toList();
        String patientId = state.patientId();
        return Decision.accept(
                state.ended(ending::contains, now).with(inPerson),
                Stream.concat(
                                Stream.of(takenOver(patientId, inPerson)),
                                ending.stream().map(one -> ended(patientId, one.id(), one.accountId())))
                        .toArray(NewEvent[]::new));
    }

    /**
     * Lets an account represent the patient whose passport was its own, as it is about to get another one: nothing that is
     * in the passport is lost.
     */
    public static Decision<RepresentationState> keep(RepresentationState state, Representative inPerson) {
        return state.withId(inPerson.id()).isPresent()
                ? Decision.unchanged()
                : Decision.accept(state.withoutLogin(true).with(inPerson), added(state.patientId(), inPerson));
    }

    /**
     * The passport is the own one of the account that took it over, and needs no representative any more.
     *
     * @param invitationId the invitation with which it was taken over
     */
    public static Decision<RepresentationState> hasLogin(RepresentationState state, String invitationId, Instant now) {
        return state.withoutLogin() && state.withId(invitationId).isPresent()
                ? Decision.accept(
                        state.withoutLogin(false).ended(one -> one.id().equals(invitationId) && one.actsAt(now), now))
                : Decision.unchanged();
    }

    /** An invitation is worth no more than the rights of its inviter at this moment. */
    private static boolean inviterStillMay(RepresentationState state, InvitationState invitation, Instant now) {
        String inviter = invitation.invitedBy();
        // Representatives invite only for a passport without a login.
        return inviter == null
                || state.withoutLogin()
                        && state.inPersonAt(now)
                                .filter(own -> !own.accountId().equals(inviter))
                                .isEmpty()
                        && state.actingAt(now, inviter)
                                .filter(one -> one.rights().contains(RepresentativeRight.CONSENT)
                                        && one.covers(invitation.rights(), invitation.expiresAt()))
                                .isPresent();
    }

    /**
     * Ends a representative; one that has ended stays as it is.
     *
     * @param endedBy the account of the representative who ends it; null for the patient in person
     * @param active as {@link RepresentationState#staysManaged}
     */
    public static Decision<RepresentationState> end(
            RepresentationState state, String id, @Nullable String endedBy, Set<String> active, Instant now) {
        boolean mayDoMore = state.withId(id)
                .filter(one -> !mayBeEndedBy(state, one, endedBy, now))
                .isPresent();
        return mayDoMore
                ? Decision.refuse(new RepresentativeRefusal.MayDoMore())
                : end(state, one -> one.id().equals(id), active, now);
    }

    private static boolean mayBeEndedBy(
            RepresentationState state, Representative ending, @Nullable String endedBy, Instant now) {
        return endedBy == null
                || ending.accountId().equals(endedBy)
                || !ending.actsAt(now)
                // Nobody takes their own passport from the patient.
                || ending.relation() != Relation.SELF
                        && state.actingAt(now, endedBy)
                                .filter(one -> one.covers(ending.rights(), ending.expiresAt()))
                                .isPresent();
    }

    /**
     * Ends everything that an account does for the patient, be it the patient in person with another passport since.
     *
     * @param active as for {@link #end}
     */
    public static Decision<RepresentationState> leave(
            RepresentationState state, String accountId, Set<String> active, Instant now) {
        return end(state, one -> one.accountId().equals(accountId), active, now);
    }

    private static Decision<RepresentationState> end(
            RepresentationState state, Predicate<Representative> which, Set<String> active, Instant now) {
        List<Representative> ending = state.representatives().stream()
                .filter(which.and(one -> one.actsAt(now)))
                .toList();
        if (ending.isEmpty()) {
            return Decision.unchanged();
        }
        RepresentationState after = state.ended(ending::contains, now);
        // Who never managed the passport can go at any time.
        boolean mayGo = after.staysManaged(active) || ending.stream().noneMatch(Representative::managesForGood);
        return mayGo
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
     * @param active as for {@link #end}
     */
    public static Decision<RepresentationState> withdraw(
            RepresentationState state,
            String invitationId,
            @Nullable String withdrawnBy,
            Set<String> active,
            Instant now) {
        if (state.withId(invitationId).isPresent()) {
            return end(state, invitationId, withdrawnBy, active, now);
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
                        new RepresentativeAdded(representative.id(), patientId, representative.accountId()))
                .about(representative.id());
    }

    private static NewEvent takenOver(String patientId, Representative inPerson) {
        return new NewEvent(
                        EventType.PASSPORT_TAKEN_OVER,
                        new PassportTakenOver(inPerson.id(), patientId, inPerson.accountId()))
                .about(inPerson.id());
    }

    private static NewEvent ended(String patientId, String id, String accountId) {
        return new NewEvent(EventType.REPRESENTATIVE_ENDED, new RepresentativeEnded(id, patientId, accountId))
                .about(id);
    }

    /** The rules for representatives when the store was restored from a backup. */
    static Restoration<RepresentationState> restoration() {
        return Restoration.of((restored, lost) -> {
            RepresentationState state = restored;
            for (LostEvent event : lost.events()) {
                if (event.type() == EventType.REPRESENTATIVE_ENDED) {
                    // The audit log does not say which one; the list of the restore names the event.
                    String ended = event.payload(RepresentativeEnded.class)
                            .map(RepresentativeEnded::getRepresentativeId)
                            .orElse("");
                    state = state.ended(one -> one.id().equals(ended), event.time());
                }
            }
            return state;
        });
    }
}
