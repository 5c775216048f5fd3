package org.healthpassport.aggregates.key;

import java.util.List;
import org.bson.Document;
import org.healthpassport.aggregates.reseal.SealedCollection;
import org.healthpassport.aggregates.reseal.SealedField;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.key.KeyPurpose;
import org.springframework.stereotype.Component;

/** The audit keys, wrapped by the key-encryption key for them. */
@Component
final class AuditKeyCollection implements SealedCollection {
    static final SealedCollection AUDIT_KEYS = new AuditKeyCollection();

    @Override
    public String name() {
        return AuditKeyDocument.COLLECTION;
    }

    @Override
    public List<String> needed() {
        return List.of();
    }

    @Override
    public List<SealedField> fieldsOf(Document stored) {
        AuditKeyDocument document = AuditKeyDocument.read(stored, SubjectKeyCollection::bytes);
        return List.of(new SealedField(
                KeyPurpose.AUDIT, AuditKeyDocument.field(), document.wrappedKeyset(), document::wrapAgain));
    }
}
