package org.healthpassport.api.consent;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Restoration;
import org.healthpassport.aggregates.Restoration.LostEvent;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.events.EventType;
import org.healthpassport.events.consent.ConsentGranted;
import org.healthpassport.events.consent.ConsentRefused;
import org.healthpassport.events.consent.ConsentRequested;
import org.healthpassport.events.consent.ConsentRevoked;
import org.jspecify.annotations.Nullable;

/** Decides about a consent, by its state alone. */
public final class ConsentDecisions {
    private ConsentDecisions() {}

    /** Approves a request, for no more than it asked for. */
    public static Decision<ConsentState> approve(
            Snapshot<ConsentState> request, Set<ConsentScope> scopes, @Nullable Instant expiresAt, Instant now) {
        ConsentState state = request.state();
        if (!state.wasAskedFor()) {
            return Decision.refuse(new ConsentRefusal.NoSuchRequest());
        }
        if (!state.awaitsDecisionAt(now)) {
            return Decision.refuse(new ConsentRefusal.AlreadyDecided());
        }
        if (!scopes.stream().allMatch(scope -> scope.isWithin(state.asked()))) {
            return Decision.refuse(InvalidInput.at("/scopes", "must be no more than what was asked for"));
        }
        ConsentState approved = state.approved(scopes, expiresAt, now);
        return Decision.accept(approved, granted(request.id(), approved));
    }

    public static Decision<ConsentState> refuse(Snapshot<ConsentState> request, Instant now) {
        ConsentState state = request.state();
        if (!state.wasAskedFor()) {
            return Decision.refuse(new ConsentRefusal.NoSuchRequest());
        }
        if (state.status() == ConsentStatus.REFUSED) {
            return Decision.unchanged();
        }
        if (!state.awaitsDecisionAt(now)) {
            return Decision.refuse(new ConsentRefusal.AlreadyDecided());
        }
        return Decision.accept(
                state.with(ConsentStatus.REFUSED),
                new NewEvent(
                        EventType.CONSENT_REFUSED,
                        new ConsentRefused(
                                request.id(),
                                state.patientId(),
                                state.grantee().type(),
                                state.grantee().id())));
    }

    /** Ends a request about which nobody decided in time, so that its grantee can ask again. */
    static Decision<ConsentState> lapse(ConsentState request, Instant now) {
        return request.status() == ConsentStatus.REQUESTED && !request.awaitsDecisionAt(now)
                ? Decision.accept(request.with(ConsentStatus.LAPSED))
                : Decision.unchanged();
    }

    public static Decision<ConsentState> revoke(Snapshot<ConsentState> consent) {
        ConsentState state = consent.state();
        if (!state.wasGranted()) {
            return Decision.refuse(new ConsentRefusal.NoSuchConsent());
        }
        if (state.status() == ConsentStatus.REVOKED) {
            return Decision.unchanged();
        }
        return Decision.accept(
                state.with(ConsentStatus.REVOKED),
                new NewEvent(
                        EventType.CONSENT_REVOKED,
                        new ConsentRevoked(
                                consent.id(),
                                state.patientId(),
                                state.grantee().type(),
                                state.grantee().id())));
    }

    /** The rules for a consent when the store was restored from a backup. */
    static Restoration<ConsentState> restoration() {
        return Restoration.of((restored, lost) -> {
            ConsentState state = restored;
            for (LostEvent event : lost.events()) {
                state = switch (event.type()) {
                    case CONSENT_REVOKED -> state.with(ConsentStatus.REVOKED);
                    case CONSENT_REFUSED -> state.with(ConsentStatus.REFUSED);
                    default -> state;
                };
            }
            return state;
        });
    }

    static NewEvent granted(String consentId, ConsentState state) {
        return new NewEvent(
                EventType.CONSENT_GRANTED,
                new ConsentGranted(
                        consentId,
                        state.patientId(),
                        state.grantee().type(),
                        state.grantee().id(),
                        new TreeSet<>(state.scopes()).stream().map(Enum::name).toList()));
    }

    static NewEvent requested(String consentId, ConsentState state) {
        return new NewEvent(
                EventType.CONSENT_REQUESTED,
                new ConsentRequested(
                        consentId,
                        state.patientId(),
                        state.grantee().type(),
                        state.grantee().id()));
    }
}
