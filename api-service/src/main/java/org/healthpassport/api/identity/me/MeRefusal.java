package org.healthpassport.api.identity.me;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which nobody changes their own account as they asked. */
public sealed interface MeRefusal extends Refusal {

    /** The account or the patient was changed since the caller read it. */
    record Stale() implements MeRefusal {}

    record OnlyForDoctors() implements MeRefusal {}

    /** The account was suspended or closed while the request was under way. */
    record NotActive() implements MeRefusal {}
}
