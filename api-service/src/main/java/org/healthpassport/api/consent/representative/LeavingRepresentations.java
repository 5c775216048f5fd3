package org.healthpassport.api.consent.representative;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
                .map(found -> found.state())
                .collectList()
                // All are looked at before the first one is left; only a race can end some of them and keep the
                // account.
                .doOnNext(states -> requireOthers(states, accountId, now))
                .flatMapMany(Flux::fromIterable)
                .concatMap(state -> representations.change(
                        state.patientId(), current -> RepresentationDecisions.leave(current, accountId, now)))
                .then();
    }

    private static void requireOthers(List<RepresentationState> states, String accountId, Instant now) {
        for (RepresentationState state : states) {
            if (RepresentationDecisions.leave(state, accountId, now)
                    instanceof Decision.Refused<RepresentationState> refused) {
                throw refused.refusal().asException();
            }
        }
    }
}
