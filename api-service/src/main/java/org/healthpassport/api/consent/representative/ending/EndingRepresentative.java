package org.healthpassport.api.consent.representative.ending;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.consent.representative.InvitationState;
import org.healthpassport.api.consent.representative.Invitations;
import org.healthpassport.api.consent.representative.RepresentationDecisions;
import org.healthpassport.api.consent.representative.RepresentationState;
import org.healthpassport.api.consent.representative.Representations;
import org.healthpassport.api.consent.representative.Representative;
import org.healthpassport.api.consent.representative.RepresentativeRefusal;
import org.healthpassport.events.access.AccessRight;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lists and ends representatives, for whoever may decide about them; and each of them can end their own rights. */
@Component
class EndingRepresentative {
    private static final Comparator<RepresentativeView> NEWEST_FIRST = Comparator.comparing(RepresentativeView::since)
            .thenComparing(RepresentativeView::representativeId)
            .reversed();

    private final Representations representations;
    private final Invitations invitations;
    private final PatientAccess access;
    private final Clock clock;

    EndingRepresentative(Representations representations, Invitations invitations, PatientAccess access, Clock clock) {
        this.representations = representations;
        this.invitations = invitations;
        this.access = access;
        this.clock = clock;
    }

    /** The representatives, past ones included, and the invitations that nobody accepted; newest first. */
    Flux<RepresentativeView> list(Caller caller, String patientId, @Nullable ListPosition after) {
        DataRequest listed = DataRequest.list(AccessScope.CONSENT, patientId, Representations.RESOURCE_TYPE);
        return access.list(
                caller,
                listed,
                grant -> Mono.zip(
                                representations.of(patientId),
                                invitations.of(grant).collectList(),
                                (state, invited) -> shown(state, invited, clock.instant()))
                        .flatMapIterable(shown -> shown.stream()
                                .filter(view -> isAfter(view, after))
                                .toList()));
    }

    private static List<RepresentativeView> shown(
            RepresentationState state, List<ListedAggregate<InvitationState>> invited, Instant now) {
        Stream<RepresentativeView> accepted =
                state.representatives().stream().map(one -> RepresentativeView.of(one, now));
        Stream<RepresentativeView> others = invited.stream()
                .flatMap(listed -> listed.aggregate().ifReadable().stream())
                .filter(invitation -> state.withId(invitation.id()).isEmpty())
                .map(invitation -> RepresentativeView.of(invitation, state, now));
        return Stream.concat(accepted, others).sorted(NEWEST_FIRST).toList();
    }

    private static boolean isAfter(RepresentativeView view, @Nullable ListPosition position) {
        if (position == null) {
            return true;
        }
        // A cursor has whole milliseconds, as all times of these views.
        int byTime = view.since().compareTo(position.time());
        return byTime < 0 || byTime == 0 && view.representativeId().compareTo(position.id()) < 0;
    }

    /** Ends a representative, or withdraws an invitation, for good and from the next request on. */
    Mono<Void> end(Caller caller, String patientId, String id) {
        return representations
                .readable(patientId)
                .flatMap(state -> isOwn(state, caller, id)
                        ? settle(caller, patientId, id)
                                .contextWrite(context -> Actor.in(context)
                                        .by(AccessRight.REPRESENTATIVE, null)
                                        .into(context))
                        : access.write(caller, patientId, AccessScope.CONSENT, grant -> settle(caller, patientId, id)))
                .onErrorResume(
                        Refused.with(RepresentativeRefusal.MayDoMore.class),
                        refused -> access.deny(patientId, new RepresentativeRefusal.MayDoMore()));
    }

    private boolean isOwn(RepresentationState state, Caller caller, String id) {
        return state.actingAt(clock.instant(), caller.accountId())
                .map(Representative::id)
                .filter(id::equals)
                .isPresent();
    }

    private Mono<Void> settle(Caller caller, String patientId, String id) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String representative = patientId.equals(caller.patientId()) ? null : caller.accountId();
        return representations
                .of(patientId)
                .flatMap(state -> representations
                        .activeManagers(state)
                        .flatMap(active -> state.withId(id).isPresent()
                                ? representations.change(
                                        patientId,
                                        current ->
                                                RepresentationDecisions.end(current, id, representative, active, now))
                                : invitations
                                        .created(id, patientId)
                                        .switchIfEmpty(Mono.error(
                                                new RepresentativeRefusal.NoSuchRepresentative()::asException))
                                        .flatMap(invitation -> representations.change(
                                                patientId,
                                                current -> RepresentationDecisions.withdraw(
                                                        current, id, representative, active, now)))));
    }
}
