package org.healthpassport.api.consent.representative.invitation;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.consent.representative.InvitationState;
import org.healthpassport.api.consent.representative.Invitations;
import org.healthpassport.api.consent.representative.OwnNames;
import org.healthpassport.api.consent.representative.Relation;
import org.healthpassport.api.consent.representative.RepresentationDecisions;
import org.healthpassport.api.consent.representative.Representations;
import org.healthpassport.api.consent.representative.Representative;
import org.healthpassport.api.consent.representative.RepresentativeRefusal;
import org.healthpassport.api.consent.representative.takeover.TakingOver;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.events.access.DenialReason;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Accepts invitations. The code is the right to one, so every code that does not count is recorded. */
@Component
class AcceptingInvitation {
    private static final Predicate<Throwable> RECORDED = Refused.with(RepresentativeRefusal.NoOpenInvitation.class)
            .or(Refused.with(RepresentativeRefusal.ByOneself.class));

    /** More than anybody has, and few enough to check. */
    private static final int MOST_KEPT = 50;

    private final Accounts accounts;
    private final Invitations invitations;
    private final Representations representations;
    private final TakingOver takingOver;
    private final OwnNames names;
    private final PatientAccess access;
    private final AccessLog accessLog;
    private final Clock clock;

    AcceptingInvitation(
            Accounts accounts,
            Invitations invitations,
            Representations representations,
            TakingOver takingOver,
            OwnNames names,
            PatientAccess access,
            AccessLog accessLog,
            Clock clock) {
        this.accounts = accounts;
        this.invitations = invitations;
        this.representations = representations;
        this.takingOver = takingOver;
        this.names = names;
        this.access = access;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    /**
     * Makes the caller a representative, or the owner of the passport.
     *
     * @return fails with a {@link RepresentativeRefusal}, and with {@link InvalidInput} if there is no code
     */
    Mono<Representation> accept(Caller caller, AcceptanceRequest request) {
        String code = request.invitation();
        return names.patientOf(caller)
                .filter(patientId -> code != null)
                .switchIfEmpty(Mono.error(InvalidInput.at("/invitation", "must be given")::asException))
                .flatMap(ownPatientId -> invitations
                        .findByCode(code == null ? "" : code)
                        .flatMap(invitation -> acceptFound(caller, ownPatientId, invitation, request))
                        .switchIfEmpty(Mono.defer(() -> accessLog.deny(
                                DenialReason.NOT_PERMITTED,
                                new RepresentativeRefusal.NoOpenInvitation().asException()))));
    }

    /** The code proves whose invitation it is, so the patient sees who tried one that does not count. */
    private Mono<Representation> acceptFound(
            Caller caller, String ownPatientId, Snapshot<InvitationState> invitation, AcceptanceRequest request) {
        String patientId = invitation.state().patientId();
        Mono<Representation> accepted = patientId.equals(ownPatientId)
                ? Mono.error(new RepresentativeRefusal.ByOneself().asException())
                : inviterMayAct(invitation.state())
                        .filter(may -> may)
                        .switchIfEmpty(Mono.error(new RepresentativeRefusal.NoOpenInvitation()::asException))
                        .flatMap(may -> accept(caller, ownPatientId, invitation, request));
        return accepted.onErrorResume(RECORDED, refused -> access.deny(patientId, DenialReason.NOT_PERMITTED, refused));
    }

    /** The rights of the inviter are looked at when the invitation is accepted. */
    private Mono<Boolean> inviterMayAct(InvitationState invitation) {
        String inviter = invitation.invitedBy();
        return inviter == null
                ? accounts.lists()
                        .ofPatient(invitation.patientId())
                        .concatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()))
                        .any(owner -> owner.state().mayAct())
                : accounts.active(inviter).hasElement();
    }

    private Mono<Representation> accept(
            Caller caller, String ownPatientId, Snapshot<InvitationState> invitation, AcceptanceRequest request) {
        List<@Nullable String> sent = request.keepRepresentatives();
        if (invitation.state().relation() != Relation.SELF) {
            return sent == null
                    ? accept(caller, invitation)
                    : Mono.error(
                            InvalidInput.at("/keepRepresentatives", "must be absent, as the passport is not taken over")
                                    .asException());
        }
        if (sent != null && sent.size() > MOST_KEPT) {
            return Mono.error(InvalidInput.at("/keepRepresentatives", "must have at most %d ids".formatted(MOST_KEPT))
                    .asException());
        }
        List<String> kept =
                sent == null ? List.of() : sent.stream().map(String::valueOf).toList();
        return names.of(caller)
                .flatMap(name -> takingOver.takeOver(caller, ownPatientId, name, invitation, kept))
                .map(owner -> Representation.of(invitation.state().patientId(), owner));
    }

    private Mono<Representation> accept(Caller caller, Snapshot<InvitationState> invitation) {
        InvitationState offered = invitation.state();
        return names.of(caller).flatMap(name -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Representative representative = new Representative(
                    invitation.id(),
                    caller.accountId(),
                    name,
                    offered.relation(),
                    offered.rights(),
                    offered.expiresAt(),
                    now,
                    null);
            return representations
                    .change(
                            offered.patientId(),
                            state -> RepresentationDecisions.accept(state, offered, representative, clock.instant()))
                    .thenReturn(Representation.of(offered.patientId(), representative));
        });
    }
}
