package org.healthpassport.api.consent.representative.invitation;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.idempotency.Creation;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotentCreations;
import org.healthpassport.aggregates.idempotency.KeyedRequest;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.consent.representative.InvitationState;
import org.healthpassport.api.consent.representative.Invitations;
import org.healthpassport.api.consent.representative.RepresentationState;
import org.healthpassport.api.consent.representative.Representations;
import org.healthpassport.api.consent.representative.Representative;
import org.healthpassport.api.consent.representative.RepresentativeRefusal;
import org.healthpassport.edge.limit.OneAtATime;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Invites representatives, for the patient in person or for whoever manages a passport without a login. */
@Component
class InvitingRepresentative {
    /** Several instances can exceed it, see {@link OneAtATime}. */
    private static final int MOST_OPEN = 20;

    private final Invitations invitations;
    private final Representations representations;
    private final PatientAccess access;
    private final IdempotentCreations creations;
    private final Ids ids;
    private final Clock clock;
    /** By patient. */
    private final OneAtATime turns = new OneAtATime("invitations to represent this patient");

    InvitingRepresentative(
            Invitations invitations,
            Representations representations,
            PatientAccess access,
            IdempotentCreations creations,
            Ids ids,
            Clock clock) {
        this.invitations = invitations;
        this.representations = representations;
        this.access = access;
        this.creations = creations;
        this.ids = ids;
        this.clock = clock;
    }

    /** Gives the new invitation, or the one that was made with the same key, with the same code. */
    Mono<InvitationView> invite(
            Caller caller, String patientId, @Nullable IdempotencyKey key, RepresentativeOffer request) {
        return access.write(
                caller,
                patientId,
                AccessScope.CONSENT,
                grant -> creations.create(
                        new KeyedRequest(caller.accountId(), "representatives of " + patientId, key),
                        ids.next(),
                        new Creation<>(
                                () -> Creation.json(request),
                                id -> turns.on(
                                        patientId,
                                        requireFewOpen(grant)
                                                .then(Mono.defer(() -> invite(id, caller, patientId, request)))),
                                id -> invitations
                                        .created(id, patientId)
                                        .map(invitation -> answer(id, invitation.state())),
                                invitations::ruleOut)));
    }

    private Mono<InvitationView> invite(String id, Caller caller, String patientId, RepresentativeOffer request) {
        boolean inPerson = patientId.equals(caller.patientId());
        Mono<Optional<Representative>> inviter = inPerson
                ? Mono.just(Optional.empty())
                : representations
                        .of(patientId)
                        .flatMap(state -> manager(state, caller))
                        .map(Optional::of);
        return inviter.map(one ->
                        InvitationRules.check(request, one.orElse(null), now()).orThrow())
                .flatMap(offer -> invitations.create(
                        id,
                        new InvitationState(
                                patientId,
                                invitations.digest(invitations.code(id)),
                                offer.relation(),
                                offer.rights(),
                                offer.expiresAt(),
                                inPerson ? null : caller.accountId(),
                                now().plus(InvitationState.OPEN_FOR))))
                .map(invitation -> answer(id, invitation.state()));
    }

    /** Invitations are open for a day, so there are few to look at. */
    private Mono<Void> requireFewOpen(Grant grant) {
        Instant oldest = now().minus(InvitationState.OPEN_FOR);
        return invitations
                .of(grant)
                .takeWhile(listed -> listed.position().time().isAfter(oldest))
                .collectList()
                .filter(recent -> recent.size() >= MOST_OPEN)
                .flatMap(recent -> representations
                        .of(grant.patientFor(AccessScope.CONSENT))
                        .filter(state -> recent.stream()
                                        .filter(listed -> listed.aggregate().mayBe(one -> !state.isSettled(one.id())))
                                        .count()
                                >= MOST_OPEN))
                .flatMap(
                        state -> Mono.error(new RepresentativeRefusal.TooManyOpenInvitations(MOST_OPEN).asException()));
    }

    /** Representatives invite only where the patient cannot do so in person. */
    private Mono<Representative> manager(RepresentationState state, Caller caller) {
        return Mono.justOrEmpty(state.actingAt(now(), caller.accountId()))
                .filter(one -> state.withoutLogin() && isManager(state, caller))
                .switchIfEmpty(
                        Mono.defer(() -> access.deny(state.patientId(), new RepresentativeRefusal.OnlyByPatient())));
    }

    /** The one who took the passport over, if somebody did; otherwise everybody who may decide about consents. */
    private boolean isManager(RepresentationState state, Caller caller) {
        return state.inPersonAt(now())
                .map(own -> own.accountId().equals(caller.accountId()))
                .orElse(true);
    }

    private InvitationView answer(String id, InvitationState invitation) {
        return new InvitationView(id, invitations.code(id), invitation.openUntil());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
