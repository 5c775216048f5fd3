package org.healthpassport.api.fhir.validation;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a validator says about a resource.
 *
 * @param code of FHIR's value set {@code issue-type}
 * @param place a FHIRPath; null if there is none
 */
record Issue(
        Severity severity,
        String code,
        String text,
        @Nullable String place) {

    /** The resource could not be validated, as that would take too much. */
    static Issue tooCostly(String text) {
        return new Issue(Severity.FATAL, "too-costly", text, null);
    }

    /** Leaves out personal data, which the text can quote. */
    @Override
    public String toString() {
        return "Issue[" + severity + ']';
    }

    /** FHIR's value set {@code issue-severity}, the worst first. */
    enum Severity {
        FATAL,
        ERROR,
        WARNING,
        INFORMATION
    }
}
