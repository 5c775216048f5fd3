package org.healthpassport.aggregates.idempotency;

import java.time.Duration;
import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a request with an {@link IdempotencyKey} is refused. */
public sealed interface IdempotencyRefusal extends Refusal {

    /** The header has no key that can be used. */
    record UnusableKey() implements IdempotencyRefusal {}

    /** The key belongs to a request with another content. */
    record OtherContent() implements IdempotencyRefusal {}

    /** The first request with the key is still running. */
    record StillRunning(Duration retryAfter) implements IdempotencyRefusal {
        @Override
        public boolean passes() {
            return true;
        }
    }

    /** The first request has created something that is not there any more. */
    record CreatedAndGone() implements IdempotencyRefusal {}
}
