package org.healthpassport.benchmarks.result;

/** Owners of the data that a scenario of growth adds. */
public enum Spread {
    /** All data belongs to the patient of the requests. */
    ONE_PATIENT,
    /** The data belongs to many others; the patient of the requests has little. */
    MANY_PATIENTS
}
