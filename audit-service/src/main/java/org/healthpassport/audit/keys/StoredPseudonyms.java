package org.healthpassport.audit.keys;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Projections.include;

import java.io.IOException;
import java.util.Optional;
import org.healthpassport.audit.keys.AuditKeys.NamedKeys;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.vault.key.SealBroken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up pseudonyms, which are kept with the audit keys of the patients and are verified by them. */
public final class StoredPseudonyms implements Pseudonyms {
    private static final Logger LOG = LoggerFactory.getLogger(StoredPseudonyms.class);

    /** The collection of api-service in which every patient has a document, under the patient's id. */
    private static final String PATIENTS = "patients";
    /** A document without it only rules out that there will be a patient. */
    private static final String VERSION = "version";

    private final AuditKeys keys;
    private final DurableDatabase database;

    public StoredPseudonyms(AuditKeys keys, DurableDatabase database) {
        this.keys = keys;
        this.database = database;
    }

    @Override
    public Optional<String> of(String patientId) throws IOException {
        try {
            return isPatient(patientId) ? keys.ofSubject(patientId).map(NamedKeys::pseudonym) : Optional.empty();
        } catch (SealBroken | IllegalArgumentException broken) {
            // An empty page would mean that nobody looked at this patient.
            LOG.error(
                    "Expected the document in auditKeys under {} to open, but it was changed: {}",
                    patientId,
                    broken.getMessage());
            throw new IllegalStateException(
                    "Expected audit keys to be those of their subject, but they are not", broken);
        }
    }

    private boolean isPatient(String id) throws IOException {
        return database.in(
                PATIENTS,
                patients -> patients.find(and(eq(id), exists(VERSION)))
                                .projection(include("_id"))
                                .first()
                        != null);
    }
}
