package org.healthpassport.api.access.decision;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which access to a patient's data is refused. */
public sealed interface AccessRefusal extends Refusal {

    /** Somebody without access must not learn that a patient exists. */
    record NoSuchPatient() implements AccessRefusal {}

    /** The patient allowed something, but not this. */
    record NotGranted() implements AccessRefusal {}
}
