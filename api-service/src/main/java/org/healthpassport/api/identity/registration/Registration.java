package org.healthpassport.api.identity.registration;

import java.time.LocalDate;
import org.healthpassport.api.identity.EmailAddress;
import org.healthpassport.api.patient.PatientState.Name;

/** A registration in which everything is valid by itself. */
sealed interface Registration {
    EmailAddress email();

    String password();

    /** Of a patient, who can act at once. */
    record OfPatient(EmailAddress email, String password, Name name, LocalDate birthDate) implements Registration {

        @Override
        public String toString() {
            return "OfPatient[...]";
        }
    }

    /** Of a hospital, which an administrator activates. */
    record OfHospital(EmailAddress email, String password, String organizationName) implements Registration {

        @Override
        public String toString() {
            return "OfHospital[...]";
        }
    }

    /** Of a doctor, whom the hospital activates; whether there is such a hospital is still open. */
    record OfDoctor(EmailAddress email, String password, String name, String licenseNumber, String hospitalId)
            implements Registration {

        @Override
        public String toString() {
            return "OfDoctor[...]";
        }
    }
}
