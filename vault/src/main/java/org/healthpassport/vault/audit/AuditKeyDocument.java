package org.healthpassport.vault.audit;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SubjectKeyDocument;
import org.healthpassport.vault.key.SubjectKeys;

/**
 * The audit keys of one subject as they are stored, apart from all other keys, as they outlive them: erasing a patient
 * does not erase the evidence of who saw what. Destroying this document at the end of retention makes every sealed
 * detail of the subject unreadable and changes no entry.
 *
 * @param subjectId of the patient or account, or {@link #SERVICE}
 * @param pseudonym the random name of the subject in entries; also the name of these keys there
 * @param wrappedKeyset the {@code AUDIT} keyset, wrapped by the key-encryption key of that purpose for this subject
 *     under this pseudonym
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record AuditKeyDocument(String subjectId, String pseudonym, byte[] wrappedKeyset) {
    /** The collection in which both services find these documents, under the subject's id. */
    public static final String COLLECTION = "auditKeys";
    /** The field of the pseudonym, which no two documents share. */
    public static final String PSEUDONYM = "pseudonym";
    /** The subject of details that belong to no patient and no account, such as the use of an unknown link. */
    public static final String SERVICE = "service";

    private static final String ID = "_id";
    private static final String KEYSETS = "keysets";
    private static final String AUDIT = KeyPurpose.AUDIT.name();

    public AuditKeyDocument {
        wrappedKeyset = wrappedKeyset.clone();
    }

    @Override
    public byte[] wrappedKeyset() {
        return wrappedKeyset.clone();
    }

    /** Makes a pseudonym and a keyset. */
    public static AuditKeyDocument generate(String subjectId, KeyEncryptionKeys keks) {
        String pseudonym = UUID.randomUUID().toString();
        byte[] keyset = SubjectKeys.generate(owner(subjectId, pseudonym), Set.of(KeyPurpose.AUDIT), keks)
                .wrappedKeysets()
                .get(KeyPurpose.AUDIT);
        if (keyset == null) {
            throw new IllegalStateException("Expected a keyset for AUDIT to be made, but there is none.");
        }
        return new AuditKeyDocument(subjectId, pseudonym, keyset);
    }

    /**
     * Reads the stored form.
     *
     * @param bytes gives the bytes of a binary value as the database's driver has it
     * @throws IllegalArgumentException if these fields are no such document
     */
    public static AuditKeyDocument read(Map<String, ?> stored, Function<Object, byte[]> bytes) {
        if (stored.get(ID) instanceof String subjectId
                && stored.get(PSEUDONYM) instanceof String pseudonym
                && stored.get(KEYSETS) instanceof Map<?, ?> keysets) {
            Object keyset = keysets.get(AUDIT);
            if (keyset != null) {
                return new AuditKeyDocument(subjectId, pseudonym, bytes.apply(keyset));
            }
        }
        throw new IllegalArgumentException("Expected a document of audit keys, but its fields are others.");
    }

    /** The path of the keyset in the stored form. */
    public static String field() {
        return SubjectKeyDocument.field(KeyPurpose.AUDIT);
    }

    /** The stored form: {@code _id}, {@code pseudonym} and {@code keysets.AUDIT}, whose value is a {@code byte[]}. */
    public Map<String, Object> fields() {
        return Map.of(ID, subjectId, PSEUDONYM, pseudonym, KEYSETS, Map.of(AUDIT, wrappedKeyset()));
    }

    /**
     * The keys, ready for use.
     *
     * @throws org.healthpassport.vault.key.SealBroken when they were wrapped for another subject or under another
     *     pseudonym, by another key, or were changed
     */
    public SubjectKeys unwrap(KeyEncryptionKeys keks) {
        return SubjectKeys.unwrap(ofOwner(), Set.of(KeyPurpose.AUDIT), keks);
    }

    /**
     * The keyset, wrapped again, by the newest version of its key-encryption key.
     *
     * @throws org.healthpassport.vault.key.SealBroken as {@link #unwrap}
     */
    public byte[] wrapAgain(KeyEncryptionKeys keks) {
        return SubjectKeys.wrapAgain(ofOwner(), KeyPurpose.AUDIT, keks);
    }

    private SubjectKeyDocument ofOwner() {
        return new SubjectKeyDocument(owner(subjectId, pseudonym), Map.of(KeyPurpose.AUDIT, wrappedKeyset));
    }

    /** Binds the pseudonym too, so that the pseudonyms of two subjects cannot be swapped in the database. */
    private static String owner(String subjectId, String pseudonym) {
        return pseudonym + '/' + subjectId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuditKeyDocument that
                && subjectId.equals(that.subjectId)
                && pseudonym.equals(that.pseudonym)
                && Arrays.equals(wrappedKeyset, that.wrappedKeyset);
    }

    @Override
    public int hashCode() {
        return pseudonym.hashCode();
    }

    /** Without the subject, so that logs do not link it to the pseudonym. */
    @Override
    public String toString() {
        return "AuditKeyDocument[" + pseudonym + ']';
    }
}
