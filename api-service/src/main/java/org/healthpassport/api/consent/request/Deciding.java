package org.healthpassport.api.consent.request;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.consent.ConsentDecisions;
import org.healthpassport.api.consent.ConsentRefusal;
import org.healthpassport.api.consent.ConsentRules;
import org.healthpassport.api.consent.ConsentScope;
import org.healthpassport.api.consent.ConsentSettings;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.api.consent.Consents;
import org.healthpassport.api.consent.Grantees;
import org.healthpassport.api.consent.grant.ConsentView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lets whoever decides about a patient's consents see the requests, and approve or refuse them. */
@Component
class Deciding {
    private final Consents consents;
    private final Grantees grantees;
    private final PatientAccess access;
    private final ConsentSettings settings;
    private final Clock clock;

    Deciding(Consents consents, Grantees grantees, PatientAccess access, ConsentSettings settings, Clock clock) {
        this.consents = consents;
        this.grantees = grantees;
        this.access = access;
        this.settings = settings;
        this.clock = clock;
    }

    /** All requests to the patient, newest first. */
    Flux<ListedAggregate<ConsentState>> list(Caller caller, String patientId, @Nullable ListPosition after) {
        DataRequest listed = DataRequest.list(AccessScope.CONSENT, patientId, Consents.RESOURCE_TYPE);
        return access.list(caller, listed, grant -> consents.askedOf(grant, after));
    }

    /** Makes a request a consent, if its grantee may still act; of several approvals, one succeeds. */
    Mono<ConsentView> approve(Caller caller, String patientId, String requestId, ApprovalRequest approval) {
        return Mono.fromCallable(() -> check(approval).orThrow())
                .flatMap(terms -> decide(
                        caller,
                        patientId,
                        requestId,
                        request -> requireApprovable(caller, request.state(), terms)
                                .then(Mono.defer(() -> consents.approve(
                                        requestId,
                                        patientId,
                                        current -> ConsentDecisions.approve(
                                                current, terms.scopes(), terms.expiresAt(), now()))))))
                .flatMap(consent -> grantees.names(List.of(consent.state().grantee()))
                        .map(names -> ConsentView.of(consent, names, now())));
    }

    private Ruling<Terms> check(ApprovalRequest approval) {
        ConsentRules rules = new ConsentRules();
        Set<ConsentScope> scopes = rules.scopes(approval.scopes());
        Instant expiresAt = rules.expiresAt(approval.expiresAt(), settings.longest(), now());
        return rules.ruling(() -> new Terms(scopes, expiresAt));
    }

    private Mono<Void> requireApprovable(Caller caller, ConsentState request, Terms terms) {
        String patientId = request.patientId();
        return grantees.mayAct(request.grantee())
                .filter(may -> may)
                .switchIfEmpty(Mono.error(new ConsentRefusal.RequesterMayNotAct()::asException))
                .then(Mono.defer(() ->
                        access.allowsAll(caller, patientId, ConsentScope.toGive(terms.scopes()), terms.expiresAt())))
                .filter(within -> within)
                .switchIfEmpty(Mono.defer(() -> access.deny(patientId, new ConsentRefusal.MoreThanOwnRights())))
                .then();
    }

    Mono<Void> refuse(Caller caller, String patientId, String requestId) {
        return decide(
                        caller,
                        patientId,
                        requestId,
                        request -> consents.change(requestId, current -> ConsentDecisions.refuse(current, now())))
                .then();
    }

    private Mono<Snapshot<ConsentState>> decide(
            Caller caller,
            String patientId,
            String requestId,
            Function<Snapshot<ConsentState>, Mono<Snapshot<ConsentState>>> decision) {
        return access.write(
                caller,
                patientId,
                AccessScope.CONSENT,
                grant -> access.ofPatient(
                                grant,
                                consents.find(grant, requestId),
                                request -> request.state().patientId())
                        .switchIfEmpty(Mono.error(new ConsentRefusal.NoSuchRequest()::asException))
                        .flatMap(decision));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The members of an approval, all valid. */
    private record Terms(Set<ConsentScope> scopes, @Nullable Instant expiresAt) {}
}
