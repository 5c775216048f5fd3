package org.healthpassport.api.fhir.validation;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a validator says about a resource.
 *
 * @param severity a code of FHIR's value set {@code issue-severity}
 * @param place a FHIRPath; null if there is none
 */
record Issue(String severity, String text, @Nullable String place) {

    /** Leaves out personal data, which the text can quote. */
    @Override
    public String toString() {
        return "Issue[" + severity + ']';
    }
}
