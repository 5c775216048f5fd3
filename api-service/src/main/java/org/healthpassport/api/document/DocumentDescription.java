package org.healthpassport.api.document;

import org.jspecify.annotations.Nullable;

/**
 * The description of a document's bytes, with their key.
 *
 * @param fileName the name on the uploader's system, without folders
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

    /** Size and digest of the ciphertext, staged or stored. */
    public record Ciphertext(long sizeBytes, byte[] sha256) {}

    /** Leaves out personal data, as records end up in logs. */
    @Override
    public String toString() {
        return "DocumentDescription[" + contentType + ", " + sizeBytes + " bytes]";
    }
}
