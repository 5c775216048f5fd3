package org.healthpassport.api.consent.representative;

/** The relation of a representative to the patient. */
public enum Relation {
    PARENT,
    GUARDIAN,
    CARER,
    /** The patient in person, who takes the passport over, or has another one since. */
    SELF
}
