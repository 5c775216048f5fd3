package org.healthpassport.api.identity.token;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a request is not taken for that of an account. */
public sealed interface TokenRefusal extends Refusal {

    record NoValidToken() implements TokenRefusal {}

    /** The token is valid, but its account does not exist any more. */
    record NoSuchAccount() implements TokenRefusal {}
}
