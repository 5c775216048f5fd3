package org.healthpassport.api.identity.registration;

import java.time.LocalDate;
import org.healthpassport.api.identity.EmailAddress;
import org.healthpassport.api.patient.PatientState.Name;

/** A patient's registration in which everything is valid. */
record Registration(EmailAddress email, String password, Name name, LocalDate birthDate) {

    @Override
    public String toString() {
        return "Registration[...]";
    }
}
