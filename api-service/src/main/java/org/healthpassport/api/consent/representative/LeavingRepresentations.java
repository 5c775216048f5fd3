package org.healthpassport.api.consent.representative;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.identity.closure.ClosingDuty;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends everything that an owner does for others before the account is closed, so that nobody relies on a representative
 * who has left. The account stays open if one of the passports would be without anybody to manage it.
 */
@Component
final class LeavingRepresentations implements ClosingDuty {
    private final Representations representations;
    private final Clock clock;

    LeavingRepresentations(Representations representations, Clock clock) {
        this.representations = representations;
        this.clock = clock;
    }

    @Override
    public Mono<Void> settle(Caller owner) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String accountId = owner.accountId();
        return representations
                .by(accountId, null)
                .concatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()))
                .concatMap(found ->
                        representations.activeManagers(found.state()).map(active -> new Left(found.state(), active)))
                .collectList()
                // All are looked at before the first one is left; only a race can end some of them and keep the
                // account.
                .doOnNext(all -> all.forEach(left -> left.require(accountId, now)))
                .flatMapMany(Flux::fromIterable)
                .concatMap(left -> representations.change(
                        left.state().patientId(),
                        current -> RepresentationDecisions.leave(current, accountId, left.active(), now)))
                .then();
    }

    /**
     * The representatives of a patient, of whom the owner is one.
     *
     * @param active the accounts of those who can manage the passport, as far as they may act
     */
    private record Left(RepresentationState state, Set<String> active) {

        void require(String accountId, Instant now) {
            if (RepresentationDecisions.leave(state, accountId, active, now)
                    instanceof Decision.Refused<RepresentationState> refused) {
                throw refused.refusal().asException();
            }
        }
    }
}
