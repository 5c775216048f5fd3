package org.healthpassport.api.identity.secondfactor;

import java.time.Duration;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.TooSoon;

/** The reasons for which a second factor is not enrolled, accepted or removed. */
public sealed interface SecondFactorRefusal extends Refusal {

    /** The account has a second factor; it must be removed before another one is enrolled. */
    record AlreadyEnrolled() implements SecondFactorRefusal {}

    /** Nobody has asked for a secret that this code could confirm. */
    record NotBegun() implements SecondFactorRefusal {}

    record NotEnrolled() implements SecondFactorRefusal {}

    /** Administrators remove their own by password and code, as everybody does. */
    record OwnAccount() implements SecondFactorRefusal {}

    /** The login of the session was too long ago. */
    record LoginTooOld() implements SecondFactorRefusal {}

    record NoSuchAccount() implements SecondFactorRefusal {}

    /** The account asks for a code, and none was given. */
    record CodeMissing() implements SecondFactorRefusal {}

    /** The code is wrong, too old, or was used before. */
    record WrongCode() implements SecondFactorRefusal {}

    record WrongPassword() implements SecondFactorRefusal {}

    /** @param delay the time after which the next attempt is accepted */
    record TooManyFailures(Duration delay) implements SecondFactorRefusal, TooSoon {}
}
