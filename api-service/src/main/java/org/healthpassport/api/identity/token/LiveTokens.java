package org.healthpassport.api.identity.token;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.LiveToken;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.vault.standing.AccountStanding;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells when the token of a long request does not count any more. */
@Component
public final class LiveTokens {
    /** With the 0.8 s for which an account is kept, an end shows within a second. */
    private static final Duration EVERY = Duration.ofMillis(200);

    private final Accounts accounts;
    private final Clock clock;

    LiveTokens(Accounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Completes when the token expires, its session ends, or the account may not act any more or belongs to another
     * hospital; also when the account cannot be read.
     */
    public Mono<Void> end(LiveToken token) {
        return Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> counts(token).onErrorReturn(false), 1)
                .filter(counts -> !counts)
                .next()
                .then();
    }

    private Mono<Boolean> counts(LiveToken token) {
        if (!clock.instant().isBefore(token.expiresAt())) {
            return Mono.just(false);
        }
        Caller caller = token.caller();
        return accounts.standing(caller.accountId())
                .map(standing -> standing.accepts(token.issuedAt(), token.sessionId())
                        && standing.status() == AccountStanding.Status.ACTIVE
                        && standing.role().equals(caller.role().name())
                        && Objects.equals(standing.hospitalId(), caller.hospitalId()))
                .defaultIfEmpty(false);
    }
}
