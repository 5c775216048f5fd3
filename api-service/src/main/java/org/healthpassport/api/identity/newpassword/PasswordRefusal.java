package org.healthpassport.api.identity.newpassword;

import java.time.Duration;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.TooSoon;

/** The reasons for which a forgotten password is not replaced. */
public sealed interface PasswordRefusal extends Refusal {

    /** The token is not ours, is too old, or was used before. Nobody learns which. */
    record NoValidToken() implements PasswordRefusal {}

    /** This installation sends no mail. */
    record NoMail() implements PasswordRefusal {}

    /** @param delay the time after which the next attempt is accepted */
    record TooManyAttempts(Duration delay) implements PasswordRefusal, TooSoon {}
}
