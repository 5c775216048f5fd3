package org.healthpassport.api.document;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a document's bytes, and the key to them.
 *
 * @param fileName as the uploader's system named it, without folders
 * @param contentType as detected from the bytes
 * @param sha256 of the plain bytes
 * @param wrappedKey the document's own key, wrapped under the patient's
 */
public record DocumentDescription(
        @Nullable String title,
        String fileName,
        String contentType,
        long sizeBytes,
        byte[] sha256,
        Ciphertext ciphertext,
        byte[] wrappedKey) {

    /** What the staged and stored bytes must be. */
    public record Ciphertext(long sizeBytes, byte[] sha256) {}

    /** Without what is personal, as records end up in logs. */
    @Override
    public String toString() {
        return "DocumentDescription[" + contentType + ", " + sizeBytes + " bytes]";
    }
}
