package org.healthpassport.aggregates.key;

import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.reseal.SealedCollection;
import org.healthpassport.aggregates.reseal.SealedField;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SubjectKeyDocument;
import org.healthpassport.vault.key.SubjectKeys;
import org.springframework.stereotype.Component;

/** The keys of patients and accounts, each keyset wrapped by the key-encryption key of its purpose. */
@Component
final class SubjectKeyCollection implements SealedCollection {
    static final SealedCollection SUBJECT_KEYS = new SubjectKeyCollection();

    @Override
    public String name() {
        return SubjectKeyDocument.COLLECTION;
    }

    @Override
    public List<String> needed() {
        return List.of();
    }

    @Override
    public List<SealedField> fieldsOf(Document stored) {
        SubjectKeyDocument document = SubjectKeyDocument.read(stored, SubjectKeyCollection::bytes);
        return document.wrappedKeysets().entrySet().stream()
                .map(keyset -> field(document, keyset.getKey(), keyset.getValue()))
                .toList();
    }

    private static SealedField field(SubjectKeyDocument document, KeyPurpose purpose, byte[] wrapped) {
        return new SealedField(
                purpose,
                SubjectKeyDocument.field(purpose),
                wrapped,
                keys -> SubjectKeys.wrapAgain(document, purpose, keys));
    }

    /** As this service made them, or as the driver reads them. */
    static byte[] bytes(Object stored) {
        return stored instanceof byte[] made ? made : ((Binary) stored).getData();
    }
}
