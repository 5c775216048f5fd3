package org.healthpassport.api.identity.closure;

import org.healthpassport.api.access.Caller;
import reactor.core.publisher.Mono;

/** Something that an owner must leave in order before the account is closed. */
public interface ClosingDuty {

    /**
     * Settles it, durably. It may be called again after the account was not closed.
     *
     * @return fails with a refusal if the account must not be closed
     */
    Mono<Void> settle(Caller owner);
}
