package org.healthpassport.api.consent.representative.takeover;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.consent.representative.InvitationState;
import org.healthpassport.api.consent.representative.Invitations;
import org.healthpassport.api.consent.representative.RepresentationDecisions;
import org.healthpassport.api.consent.representative.RepresentationState;
import org.healthpassport.api.consent.representative.Representations;
import org.healthpassport.api.consent.representative.Representative;
import org.healthpassport.api.consent.representative.RepresentativeRefusal;
import org.healthpassport.api.consent.representative.takeover.TakeoverNotes.Note;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountState.Takeover;
import org.healthpassport.api.identity.account.Accounts;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Makes a passport without a login the own one of an account. The passport decides; from that commit on the account may do
 * everything with it. All other steps follow from it, can be repeated, and are repeated by {@link UnfinishedTakeovers} if
 * the process stops between them.
 *
 * <pre>
 *   note and account: about to take over --> passport: taken over, others end --refused--> account: not about to
 *                                                |
 *                                                +--> passport of before: the account represents it
 *                                                       --> account: the passport is its own, tokens end
 *                                                             --> passport: has a login --> no note
 * </pre>
 */
@Component
public final class TakingOver {
    private final Accounts accounts;
    private final Representations representations;
    private final Invitations invitations;
    private final TakeoverNotes notes;
    private final Ids ids;
    private final Clock clock;

    TakingOver(
            Accounts accounts,
            Representations representations,
            Invitations invitations,
            TakeoverNotes notes,
            Ids ids,
            Clock clock) {
        this.accounts = accounts;
        this.representations = representations;
        this.invitations = invitations;
        this.notes = notes;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Takes a passport over.
     *
     * @param ownPatientId the patient whose account the caller is
     * @param name of the caller
     * @param kept ids of the representatives whose rights stay
     * @return what the caller is until the passport is their own; fails with a {@link RepresentativeRefusal}, and with
     *     {@link org.healthpassport.aggregates.refusal.InvalidInput}
     */
    public Mono<Representative> takeOver(
            Caller caller, String ownPatientId, String name, Snapshot<InvitationState> invitation, List<String> kept) {
        String patientId = invitation.state().patientId();
        Takeover takeover = new Takeover(invitation.id(), patientId, ids.next(), name, kept);
        Note note = new Note(caller.accountId(), invitation.id());
        String requestId = ids.next();
        return representations
                .of(patientId)
                .filter(state -> !isOver(state, invitation.id()))
                .switchIfEmpty(Mono.error(new RepresentativeRefusal.NoOpenInvitation()::asException))
                .doOnNext(state -> require(decide(state, caller.accountId(), invitation.state(), takeover)))
                .then(Mono.defer(() -> notes.begin(note, requestId, now())))
                .then(Mono.defer(() -> begin(note, requestId, ownPatientId, takeover)))
                .then(Mono.fromSupplier(() -> owner(invitation.id(), caller.accountId(), takeover)));
    }

    /** True if the right that came of an invitation has ended: then it is no way back into the passport. */
    private boolean isOver(RepresentationState state, String invitationId) {
        return state.withId(invitationId).filter(one -> !one.actsAt(now())).isPresent();
    }

    /**
     * Each attempt writes its note before its commit, as the sweep may have removed the note of an attempt that stood still. A
     * refusal leaves nothing behind, so it leaves no note.
     */
    private Mono<Void> begin(Note note, String requestId, String ownPatientId, Takeover takeover) {
        return accounts.changeAfter(
                        note.accountId(),
                        current -> TakeoverDecisions.begin(current.state(), ownPatientId, takeover),
                        Mono.defer(() -> notes.begin(note, requestId, now())))
                .then(Mono.defer(() -> accounts.find(note.accountId())))
                .flatMap(account -> finish(account, note.invitationId()))
                .onErrorResume(
                        Refused.class, refused -> notes.finish(note, requestId).then(Mono.error(refused)))
                .then(Mono.defer(() -> notes.finish(note, requestId)));
    }

    /** Does everything that is left to do for a note. An attempt to begin that is not saved by then has to begin again. */
    Mono<Void> finish(Note note) {
        return accounts.findFenced(note.accountId())
                .flatMap(account -> finish(account, note.invitationId())
                        .contextWrite(context -> account.caller().actor().into(context)));
    }

    private Mono<Void> finish(AccountState account, String invitationId) {
        Takeover takeover = account.takeover();
        Mono<AccountState> changed =
                takeover == null || !takeover.invitationId().equals(invitationId)
                        ? Mono.just(account)
                        : invitations
                                .created(invitationId, takeover.patientId())
                                .switchIfEmpty(Mono.error(() -> new IllegalStateException(
                                        "Expected the invitation of a takeover to exist, but it does not")))
                                .flatMap(invitation -> passportDecides(account, takeover, invitation.state()))
                                .then(Mono.defer(() -> keepFormer(account, takeover)))
                                .then(Mono.defer(() -> accounts.change(
                                        account.accountId(),
                                        current -> TakeoverDecisions.finish(current.state(), takeover, now()))));
        return changed.flatMap(owner -> hasLogin(owner, invitationId));
    }

    private Mono<Void> passportDecides(AccountState account, Takeover takeover, InvitationState invitation) {
        return representations
                .change(takeover.patientId(), state -> decide(state, account.accountId(), invitation, takeover))
                .onErrorResume(
                        Refused.class,
                        refused -> accounts.change(
                                        account.accountId(),
                                        current -> TakeoverDecisions.giveUp(current.state(), takeover))
                                .then(Mono.error(refused)));
    }

    private Decision<RepresentationState> decide(
            RepresentationState state, String accountId, InvitationState invitation, Takeover takeover) {
        return RepresentationDecisions.takeOver(
                state,
                invitation,
                owner(takeover.invitationId(), accountId, takeover),
                takeover.kept(),
                clock.instant());
    }

    /** Patients have one passport of their own, so they act for the one of before as its only representative does. */
    private Mono<Void> keepFormer(AccountState account, Takeover takeover) {
        String former = account.patientId();
        return former == null || former.equals(takeover.patientId())
                ? Mono.empty()
                : representations.change(
                        former,
                        state -> RepresentationDecisions.keep(
                                state, owner(takeover.representativeId(), account.accountId(), takeover)));
    }

    private Mono<Void> hasLogin(AccountState account, String invitationId) {
        String own = account.patientId();
        return own == null
                ? Mono.empty()
                : representations.change(own, state -> RepresentationDecisions.hasLogin(state, invitationId, now()));
    }

    private Representative owner(String id, String accountId, Takeover takeover) {
        return Representative.inPerson(id, accountId, takeover.name(), now());
    }

    private static void require(Decision<RepresentationState> decision) {
        if (decision instanceof Decision.Refused<RepresentationState> refused) {
            throw refused.refusal().asException();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
