package org.healthpassport.api.record.resource;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The FHIR types that health records can have. */
public enum RecordType {
    ALLERGY_INTOLERANCE("AllergyIntolerance", "patient", "code");

    private final String fhirName;
    private final String patientMember;
    private final String codeMember;

    /**
     * @param patientMember the member that refers to the patient
     * @param codeMember the {@code CodeableConcept} that names the subject matter
     */
    RecordType(String fhirName, String patientMember, String codeMember) {
        this.fhirName = fhirName;
        this.patientMember = patientMember;
        this.codeMember = codeMember;
    }

    /** Such as {@code AllergyIntolerance}. */
    public String fhirName() {
        return fhirName;
    }

    String patientMember() {
        return patientMember;
    }

    /** The JSON pointer (RFC 6901) to the reference to the patient. */
    String patientPointer() {
        return '/' + patientMember + "/reference";
    }

    String codeMember() {
        return codeMember;
    }

    public static Optional<RecordType> of(String fhirName) {
        return Arrays.stream(values())
                .filter(type -> type.fhirName.equals(fhirName))
                .findFirst();
    }

    /** The FHIR names of all types, for people. */
    public static String listed() {
        return Arrays.stream(values()).map(RecordType::fhirName).collect(Collectors.joining(", "));
    }
}
