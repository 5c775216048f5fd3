package org.healthpassport.api.patient;

import java.time.LocalDate;

/** The state of a patient; sealed with the patient's own keys. */
public record PatientState(String patientId, Name name, LocalDate birthDate) {

    /** A person's name. */
    public record Name(String given, String family) {

        @Override
        public String toString() {
            return "Name[...]";
        }
    }

    @Override
    public String toString() {
        return "PatientState[" + patientId + ']';
    }
}
