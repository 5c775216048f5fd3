package org.healthpassport.api.consent.grant;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.idempotency.Creation;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotentCreations;
import org.healthpassport.aggregates.idempotency.KeyedRequest;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.refusal.InvalidInput;
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
import org.healthpassport.api.consent.Grantee;
import org.healthpassport.api.consent.Grantees;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Grants, lists and revokes the consents of a patient, for whoever may decide about them. */
@Component
class Granting {
    private final Consents consents;
    private final Grantees grantees;
    private final PatientAccess access;
    private final IdempotentCreations creations;
    private final ConsentSettings settings;
    private final Ids ids;
    private final Clock clock;

    Granting(
            Consents consents,
            Grantees grantees,
            PatientAccess access,
            IdempotentCreations creations,
            ConsentSettings settings,
            Ids ids,
            Clock clock) {
        this.consents = consents;
        this.grantees = grantees;
        this.access = access;
        this.creations = creations;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /** Gives the new consent, or the one that was granted with the same key. */
    Mono<ConsentView> grant(Caller caller, String patientId, @Nullable IdempotencyKey key, GrantRequest request) {
        return access.write(
                caller,
                patientId,
                AccessScope.CONSENT,
                grant -> creations.create(
                        new KeyedRequest(caller.accountId(), "consents of " + patientId, key),
                        ids.next(),
                        new Creation<>(
                                () -> Creation.json(request),
                                consentId -> grant(consentId, caller, patientId, request),
                                consentId -> consents.created(consentId, patientId)
                                        .flatMap(this::shown)
                                        .map(ConsentView::asGranted),
                                consents::ruleOut)));
    }

    private Mono<ConsentView> grant(String consentId, Caller caller, String patientId, GrantRequest request) {
        return Mono.fromCallable(() -> check(request).orThrow())
                .delayUntil(order -> requireWithinOwnRights(caller, patientId, order))
                .filterWhen(order -> grantees.mayAct(order.grantee()))
                .switchIfEmpty(Mono.error(InvalidInput.at("/grantee/id", ConsentRules.NO_GRANTEE)::asException))
                .flatMap(order -> consents.grant(
                        consentId,
                        ConsentState.granted(patientId, order.grantee(), order.scopes(), order.expiresAt(), now())))
                .flatMap(this::shown);
    }

    private Mono<Void> requireWithinOwnRights(Caller caller, String patientId, Order order) {
        return access.allowsAll(caller, patientId, ConsentScope.toGive(order.scopes()), order.expiresAt())
                .filter(allowed -> allowed)
                .switchIfEmpty(Mono.defer(() -> access.deny(patientId, new ConsentRefusal.MoreThanOwnRights())))
                .then();
    }

    private Ruling<Order> check(GrantRequest request) {
        ConsentRules rules = new ConsentRules();
        GrantRequest.SentGrantee sent = request.grantee();
        Grantee grantee = rules.grantee(sent == null ? null : sent.type(), sent == null ? null : sent.id());
        Set<ConsentScope> scopes = rules.scopes(request.scopes());
        Instant expiresAt = rules.expiresAt(request.expiresAt(), settings.longest(), now());
        return rules.ruling(() -> new Order(grantee, scopes, expiresAt));
    }

    /** Everything that was ever granted, newest first. */
    Flux<ListedAggregate<ConsentState>> list(Caller caller, String patientId, @Nullable ListPosition after) {
        DataRequest listed = DataRequest.list(AccessScope.CONSENT, patientId, Consents.RESOURCE_TYPE);
        return access.list(caller, listed, grant -> consents.grantedBy(grant, after));
    }

    /** Ends a consent for good, from the next request of its grantee on. */
    Mono<Void> revoke(Caller caller, String patientId, String consentId) {
        return access.write(
                caller,
                patientId,
                AccessScope.CONSENT,
                grant -> access.ofPatient(
                                grant,
                                consents.find(grant, consentId),
                                consent -> consent.state().patientId())
                        .switchIfEmpty(Mono.error(new ConsentRefusal.NoSuchConsent()::asException))
                        .then(consents.change(consentId, ConsentDecisions::revoke))
                        .then());
    }

    private Mono<ConsentView> shown(Snapshot<ConsentState> consent) {
        return grantees.names(List.of(consent.state().grantee())).map(names -> ConsentView.of(consent, names, now()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The members of a grant, all valid. */
    private record Order(
            Grantee grantee,
            Set<ConsentScope> scopes,
            @Nullable Instant expiresAt) {}
}
