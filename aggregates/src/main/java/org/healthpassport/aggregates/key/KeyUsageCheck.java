package org.healthpassport.aggregates.key;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.function.Predicate;
import org.healthpassport.aggregates.secret.SharedSecrets;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SubjectKeyDocument;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;

/**
 * Asks the database whether a key-encryption key was used: whether anything sealed for its purpose is stored. Blocks.
 */
record KeyUsageCheck(ReactiveMongoTemplate mongo) implements Predicate<KeyPurpose> {

    /** @throws org.springframework.dao.DataAccessException if the database does not answer */
    @Override
    public boolean test(KeyPurpose purpose) {
        return switch (purpose) {
            case STATE, DOCUMENTS, QR ->
                isAny(query(where(SubjectKeyDocument.field(purpose)).exists(true)), SubjectKeyDocument.COLLECTION);
            case AUDIT -> isAny(new Query(), AuditKeyDocument.COLLECTION);
            case SERVICE -> isAny(new Query(), SharedSecrets.COLLECTION);
            // What it seals is derived from the state, and is derived again with a new key.
            case STANDING -> false;
        };
    }

    /** True if there is any account or patient, and so events, which were written with keys that must still be there. */
    boolean isAnythingStored() {
        return isAny(new Query(), SubjectKeyDocument.COLLECTION);
    }

    private boolean isAny(Query query, String collection) {
        return Boolean.TRUE.equals(mongo.exists(query, collection).block());
    }
}
