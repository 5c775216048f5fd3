package org.healthpassport.api.fhir.patient;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a patient is not changed. */
public sealed interface PatientRefusal extends Refusal {

    /** The demographics are those of an account, so only the patient's side changes them. */
    record OfPatientsSideOnly() implements PatientRefusal {}

    record ResourceTooLarge(int atMostBytes) implements PatientRefusal {}

    /** @param current the version of the patient, which is not the one that the caller saw */
    record Stale(long current) implements PatientRefusal {}
}
