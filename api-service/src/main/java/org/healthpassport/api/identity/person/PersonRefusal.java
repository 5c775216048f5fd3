package org.healthpassport.api.identity.person;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which nobody is shown to an auditor. */
public sealed interface PersonRefusal extends Refusal {

    record NoId() implements PersonRefusal {}

    record NoEmail() implements PersonRefusal {}

    /** No account and no patient has the id or the email. */
    record Unknown() implements PersonRefusal {}
}
