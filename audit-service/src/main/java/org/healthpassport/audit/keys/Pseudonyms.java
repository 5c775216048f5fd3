package org.healthpassport.audit.keys;

import java.io.IOException;
import java.util.Optional;

/** What entries call patients. */
@FunctionalInterface
public interface Pseudonyms {
    /**
     * The pseudonym of a patient, empty if there is none.
     *
     * @throws IOException it is not known whether there is one
     */
    Optional<String> of(String patientId) throws IOException;
}
