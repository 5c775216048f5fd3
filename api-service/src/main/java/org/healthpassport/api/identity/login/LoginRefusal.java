package org.healthpassport.api.identity.login;

import java.time.Duration;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.TooSoon;

/** The reasons for which a login is refused. */
public sealed interface LoginRefusal extends Refusal {

    /** Nobody learns which of email and password is wrong. */
    record WrongCredentials() implements LoginRefusal {}

    /** The password is right, and the account asks for a code of its second factor. */
    record SecondFactorRequired() implements LoginRefusal {}

    /** The password is right, and the code is wrong, too old, or was used before. */
    record WrongSecondFactor() implements LoginRefusal {}

    /** The password is right, but the account is suspended. */
    record Suspended() implements LoginRefusal {}

    /** The password is right, but the owner of the account closed it. */
    record Closed() implements LoginRefusal {}

    /** @param delay the time after which the next attempt is accepted */
    record TooManyFailures(Duration delay) implements LoginRefusal, TooSoon {}
}
