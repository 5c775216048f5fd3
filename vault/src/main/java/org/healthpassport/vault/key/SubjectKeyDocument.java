package org.healthpassport.vault.key;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The keysets of one subject as they are stored, each wrapped by the key-encryption key of its purpose. Deleting this
 * document makes everything sealed for the subject unreadable.
 */
public record SubjectKeyDocument(String subjectId, Map<KeyPurpose, byte[]> wrappedKeysets) {
    /** The collection in which all services find these documents, under the subject's id. */
    public static final String COLLECTION = "subjectKeys";

    private static final String ID = "_id";
    private static final String KEYSETS = "keysets";

    public SubjectKeyDocument {
        wrappedKeysets = copy(wrappedKeysets);
    }

    @Override
    public Map<KeyPurpose, byte[]> wrappedKeysets() {
        return copy(wrappedKeysets);
    }

    /** @throws IllegalStateException if there is no keyset for that purpose */
    byte[] wrappedKeyset(KeyPurpose purpose) {
        byte[] keyset = wrappedKeysets.get(purpose);
        if (keyset == null) {
            throw new IllegalStateException("Expected a keyset for %s in the key document, but it has %s only."
                    .formatted(purpose, wrappedKeysets.keySet()));
        }
        return keyset.clone();
    }

    /**
     * Reads the stored form. Keysets for unknown purposes belong to newer services and are left out.
     *
     * @param bytes gives the bytes of a binary value as the database's driver has it
     * @throws IllegalArgumentException if these fields are no such document
     */
    public static SubjectKeyDocument read(Map<String, ?> stored, Function<Object, byte[]> bytes) {
        if (stored.get(ID) instanceof String subjectId && stored.get(KEYSETS) instanceof Map<?, ?> keysets) {
            Map<KeyPurpose, byte[]> wrapped = new EnumMap<>(KeyPurpose.class);
            for (KeyPurpose purpose : KeyPurpose.values()) {
                Object keyset = keysets.get(purpose.name());
                if (keyset != null) {
                    wrapped.put(purpose, bytes.apply(keyset));
                }
            }
            return new SubjectKeyDocument(subjectId, wrapped);
        }
        throw new IllegalArgumentException("Expected a document of a subject's keys, but its fields are others.");
    }

    /** The path of a purpose's keyset in the stored form. */
    public static String field(KeyPurpose purpose) {
        return KEYSETS + '.' + purpose.name();
    }

    /** The stored form: {@code _id}, and in {@code keysets} a {@code byte[]} by the name of each purpose. */
    public Map<String, Object> fields() {
        Map<String, Object> keysets = new HashMap<>();
        wrappedKeysets.forEach((purpose, wrapped) -> keysets.put(purpose.name(), wrapped.clone()));
        return Map.of(ID, subjectId, KEYSETS, keysets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SubjectKeyDocument that
                && subjectId.equals(that.subjectId)
                && wrappedKeysets.keySet().equals(that.wrappedKeysets.keySet())
                && wrappedKeysets.entrySet().stream()
                        .allMatch(e -> Arrays.equals(e.getValue(), that.wrappedKeysets.get(e.getKey())));
    }

    @Override
    public int hashCode() {
        return subjectId.hashCode();
    }

    @Override
    public String toString() {
        return "SubjectKeyDocument[subjectId=%s, purposes=%s]".formatted(subjectId, wrappedKeysets.keySet());
    }

    private static Map<KeyPurpose, byte[]> copy(Map<KeyPurpose, byte[]> keysets) {
        Map<KeyPurpose, byte[]> copy = new EnumMap<>(KeyPurpose.class);
        keysets.forEach((purpose, keyset) -> copy.put(purpose, keyset.clone()));
        return copy;
    }
}
