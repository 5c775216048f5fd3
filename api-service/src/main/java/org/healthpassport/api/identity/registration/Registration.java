package org.healthpassport.api.identity.registration;

import org.healthpassport.api.patient.BirthDate;
import org.healthpassport.api.patient.PatientState.Name;
import org.healthpassport.edge.text.EmailAddress;

/** A registration whose members are all valid. */
sealed interface Registration {
    EmailAddress email();

    String password();

    /** The registration of a patient, active at once. */
    record OfPatient(EmailAddress email, String password, Name name, BirthDate birthDate) implements Registration {

        @Override
        public String toString() {
            return "OfPatient[...]";
        }
    }

    /** The registration of a hospital, which an administrator has to activate. */
    record OfHospital(EmailAddress email, String password, String organizationName) implements Registration {

        @Override
        public String toString() {
            return "OfHospital[...]";
        }
    }

    /** The registration of a doctor, whom the hospital has to activate; the hospital is not checked yet. */
    record OfDoctor(EmailAddress email, String password, String name, String licenseNumber, String hospitalId)
            implements Registration {

        @Override
        public String toString() {
            return "OfDoctor[...]";
        }
    }
}
