package org.healthpassport.api.sharing.connection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.api.patient.PatientState;
import org.jspecify.annotations.Nullable;

/** A patient as clinicians who have a code of the patient see them: enough to know that it is the right person. */
record Connection(
        String patientId,
        Name name,
        @Schema(example = "1980-05-17") String birthDate) {

    static Connection of(PatientState patient) {
        return new Connection(
                patient.patientId(),
                new Name(patient.name().given(), patient.name().family()),
                patient.birthDate().value());
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ConnectionName")
    record Name(
            @Schema(example = "Ada") @Nullable String given,
            @Schema(example = "Example") @Nullable String family) {

        @Override
        public String toString() {
            return "Name[...]";
        }
    }

    /** Without the name and the birth date, as answers can end up in logs. */
    @Override
    public String toString() {
        return "Connection[" + patientId + ']';
    }
}
