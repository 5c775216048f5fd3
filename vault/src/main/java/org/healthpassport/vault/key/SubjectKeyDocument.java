package org.healthpassport.vault.key;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The keysets of one subject as they are stored, each wrapped by the key-encryption key of its purpose. Deleting this
 * document makes everything sealed for the subject unreadable.
 */
public record SubjectKeyDocument(String subjectId, Map<KeyPurpose, byte[]> wrappedKeysets) {

    public SubjectKeyDocument {
        wrappedKeysets = copy(wrappedKeysets);
    }

    @Override
    public Map<KeyPurpose, byte[]> wrappedKeysets() {
        return copy(wrappedKeysets);
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
