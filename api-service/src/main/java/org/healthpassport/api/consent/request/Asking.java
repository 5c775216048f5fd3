package org.healthpassport.api.consent.request;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.idempotency.Creation;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotentCreations;
import org.healthpassport.aggregates.idempotency.KeyedRequest;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessRefusal;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.consent.ConsentRefusal;
import org.healthpassport.api.consent.ConsentRules;
import org.healthpassport.api.consent.ConsentScope;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.api.consent.Consents;
import org.healthpassport.api.consent.Grantee;
import org.healthpassport.api.consent.Grantees;
import org.healthpassport.edge.limit.OneAtATime;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Doctors and hospitals ask for consent. The patient's id, which they got from the patient, is all that they need. */
@Component
class Asking {
    /** Several instances can exceed it, see {@link OneAtATime}. */
    private static final int A_DAY = 50;

    private static final Duration DAY = Duration.ofDays(1);

    private final Consents consents;
    private final Grantees grantees;
    private final PatientAccess access;
    private final IdempotentCreations creations;
    private final Ids ids;
    private final Clock clock;
    /** By grantee. */
    private final OneAtATime turns = new OneAtATime("requests for consent");

    Asking(
            Consents consents,
            Grantees grantees,
            PatientAccess access,
            IdempotentCreations creations,
            Ids ids,
            Clock clock) {
        this.consents = consents;
        this.grantees = grantees;
        this.access = access;
        this.creations = creations;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Gives the new request, or the one that was made with the same key.
     *
     * @return fails with a {@link ConsentRefusal}, and with {@link AccessRefusal.NoSuchPatient}
     */
    Mono<RequestView> ask(Caller caller, String patientId, @Nullable IdempotencyKey key, AskRequest request) {
        return Mono.justOrEmpty(Grantees.asking(caller))
                .filterWhen(grantees::mayAct)
                .switchIfEmpty(Mono.defer(() -> access.deny(patientId, new ConsentRefusal.OnlyForClinicians())))
                .flatMap(grantee -> Mono.fromCallable(() -> check(request).orThrow())
                        .delayUntil(question -> access.requirePatient(patientId))
                        .flatMap(question -> creations.create(
                                new KeyedRequest(caller.accountId(), "consent requests to " + patientId, key),
                                ids.next(),
                                new Creation<>(
                                        () -> Creation.json(request),
                                        requestId -> ask(requestId, patientId, grantee, question),
                                        requestId -> consents.created(requestId, patientId)
                                                .flatMap(this::shown)
                                                .map(RequestView::asOpened),
                                        consents::ruleOut))));
    }

    private static Ruling<Question> check(AskRequest request) {
        ConsentRules rules = new ConsentRules();
        Set<ConsentScope> scopes = rules.scopes(request.scopes());
        String reason = rules.reason(request.reason());
        return rules.ruling(() -> new Question(scopes, reason));
    }

    private Mono<RequestView> ask(String requestId, String patientId, Grantee grantee, Question question) {
        return turns.on(
                        grantee.type() + " " + grantee.id(),
                        requireRoomToday(grantee)
                                .then(Mono.defer(() -> consents.request(
                                        requestId,
                                        ConsentState.requested(
                                                patientId, grantee, question.scopes(), question.reason(), now()),
                                        now()))))
                .flatMap(this::shown);
    }

    private Mono<Void> requireRoomToday(Grantee grantee) {
        return consents.askedBy(grantee, null)
                .take(A_DAY)
                .map(listed -> listed.position().time())
                .takeWhile(asked -> asked.isAfter(now().minus(DAY)))
                .collectList()
                .filter(today -> today.size() == A_DAY)
                .flatMap(today -> Mono.error(
                        new ConsentRefusal.TooManyRequests(Duration.between(now().minus(DAY), today.get(A_DAY - 1)))
                                .asException()))
                .then();
    }

    private Mono<RequestView> shown(Snapshot<ConsentState> request) {
        return grantees.names(List.of(request.state().grantee())).map(names -> RequestView.of(request, names, now()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The members of a request, all valid. */
    private record Question(Set<ConsentScope> scopes, String reason) {

        @Override
        public String toString() {
            return "Question[" + scopes + ']';
        }
    }
}
