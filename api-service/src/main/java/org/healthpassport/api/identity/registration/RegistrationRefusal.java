package org.healthpassport.api.identity.registration;

import java.time.Duration;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.TooSoon;

/** The reasons for which an account is not created, invalid members aside. */
public sealed interface RegistrationRefusal extends Refusal {

    /** Nobody can register an account of this kind. */
    record OnlyByAdministrator() implements RegistrationRefusal {}

    record EmailTaken() implements RegistrationRefusal {}

    /** @param delay the time after which the next registration from this address is accepted */
    record TooManyRegistrations(Duration delay) implements RegistrationRefusal, TooSoon {}
}
