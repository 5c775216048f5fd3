package org.healthpassport.api.sharing.limit;

import java.time.Duration;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.TooSoon;

/** The reasons for which a stranger has to wait before the next request to a link. */
public sealed interface LimitRefusal extends Refusal {

    /** @param delay the time after which the next request is accepted */
    record TooManyRequests(Duration delay) implements LimitRefusal, TooSoon {}
}
