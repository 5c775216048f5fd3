package org.healthpassport.api.access.decision;

import org.healthpassport.api.access.Caller;
import reactor.core.publisher.Mono;

/** Finds accounts that are not the caller of the request, but for whom it acts. */
public interface KnownCallers {

    /** An account as it is now; empty if there is none, or if it may not act. */
    Mono<Caller> active(String accountId);
}
