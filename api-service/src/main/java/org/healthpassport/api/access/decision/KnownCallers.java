package org.healthpassport.api.access.decision;

import org.healthpassport.api.access.Caller;
import reactor.core.publisher.Mono;

/** Tells what an account may do besides what its own token tells. */
public interface KnownCallers {

    /** An account as it is now; empty if there is none, or if it may not act. */
    Mono<Caller> active(String accountId);

    /** True for a doctor or a hospital if the hospital may act at this moment. */
    Mono<Boolean> mayTreat(Caller caller);
}
