package org.healthpassport.audit.keys;

import java.io.IOException;
import java.util.Optional;
import org.healthpassport.audit.keys.AuditKeys.NamedKeys;
import org.healthpassport.vault.key.SealBroken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up pseudonyms, which are kept with the audit keys of the patients and are verified by them. */
public final class StoredPseudonyms implements Pseudonyms {
    private static final Logger LOG = LoggerFactory.getLogger(StoredPseudonyms.class);

    private final AuditKeys keys;

    public StoredPseudonyms(AuditKeys keys) {
        this.keys = keys;
    }

    @Override
    public Optional<String> of(String patientId) throws IOException {
        try {
            return keys.ofSubject(patientId).map(NamedKeys::pseudonym);
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
}
