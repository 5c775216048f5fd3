package org.healthpassport.api.identity.me;

import java.time.Duration;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.TooSoon;

/** The reasons for which nobody changes their own account as they asked. */
public sealed interface MeRefusal extends Refusal {

    /** The account or the patient was changed since the caller read it. */
    record Stale() implements MeRefusal {}

    /** The email decides who can reset the password, so a stolen session must not be enough to change it. */
    record LoginTooOld() implements MeRefusal {}

    /** @param delay the time after which the next change of the email is accepted */
    record TooManyEmails(Duration delay) implements MeRefusal, TooSoon {}

    record OnlyForDoctors() implements MeRefusal {}

    /** The account was suspended or closed while the request was under way. */
    record NotActive() implements MeRefusal {}
}
