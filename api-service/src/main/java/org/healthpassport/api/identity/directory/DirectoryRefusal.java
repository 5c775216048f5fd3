package org.healthpassport.api.identity.directory;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which accounts are not listed. */
public sealed interface DirectoryRefusal extends Refusal {

    record NameTooLong() implements DirectoryRefusal {}

    record NoEmail() implements DirectoryRefusal {}

    /** There is none, or it is not active. */
    record NoSuchHospital() implements DirectoryRefusal {}

    /** A hospital's doctors who are not active are shown to the hospital only. */
    record OnlyForThatHospital() implements DirectoryRefusal {}
}
