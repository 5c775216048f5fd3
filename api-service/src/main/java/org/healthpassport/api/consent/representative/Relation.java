package org.healthpassport.api.consent.representative;

/** The relation of a representative to the patient. */
public enum Relation {
    PARENT,
    GUARDIAN,
    CARER
}
