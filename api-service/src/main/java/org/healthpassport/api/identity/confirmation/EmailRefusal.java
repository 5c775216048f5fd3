package org.healthpassport.api.identity.confirmation;

import java.time.Duration;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.TooSoon;

/** The reasons for which an email address is not confirmed. */
public sealed interface EmailRefusal extends Refusal {

    /** The token is not ours, is too old, or was used before, or the address is another account's. Nobody learns which. */
    record NoValidToken() implements EmailRefusal {}

    /** @param delay the time after which the next attempt is accepted */
    record TooManyAttempts(Duration delay) implements EmailRefusal, TooSoon {}
}
