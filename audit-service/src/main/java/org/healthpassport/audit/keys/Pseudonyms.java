package org.healthpassport.audit.keys;

import java.io.IOException;
import java.util.Optional;

/** The pseudonyms by which entries name patients. */
@FunctionalInterface
public interface Pseudonyms {
    /**
     * The pseudonym of a patient, empty if there is no such patient. Accounts have pseudonyms too, but are no patients.
     *
     * @throws IOException the pseudonym could not be looked up
     */
    Optional<String> of(String patientId) throws IOException;
}
