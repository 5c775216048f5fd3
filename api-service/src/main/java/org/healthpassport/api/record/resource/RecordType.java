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
     * @param patientMember the member that says whose the record is
     * @param codeMember the {@code CodeableConcept} that says what it is about
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

    /** Where it says so (RFC 6901). */
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

    /** The FHIR names of all types, for a person to read. */
    public static String listed() {
        return Arrays.stream(values()).map(RecordType::fhirName).collect(Collectors.joining(", "));
    }
}
