package org.healthpassport.api.document;

import org.jspecify.annotations.Nullable;

/**
 * The description of a document's bytes, with their key and with the words of whoever sent them.
 *
 * @param fileName the name on the uploader's system, without folders
 * @param contentType as detected from the bytes
 * @param sha256 of the plain bytes
 * @param wrappedKey the document's own key, wrapped under the patient's
 * @param reference the resource in which the document came; null if it came in a form
 */
public record DocumentDescription(
        @Nullable String title,
        String fileName,
        String contentType,
        long sizeBytes,
        byte[] sha256,
        Ciphertext ciphertext,
        byte[] wrappedKey,
        @Nullable SentReference reference) {

    /** Size and digest of the ciphertext, staged or stored. */
    public record Ciphertext(long sizeBytes, byte[] sha256) {}

    /**
     * A FHIR {@code DocumentReference} as somebody sent it. All of it is the sender's claim.
     *
     * @param superseded true if its {@code status} says so
     * @param resource FHIR JSON, without the bytes of the document
     */
    public record SentReference(boolean superseded, byte[] resource) {

        /** Leaves out personal data, as records end up in logs. */
        @Override
        public String toString() {
            return "SentReference[" + resource.length + " bytes]";
        }
    }

    /** True if whoever sent the document says that another one took its place. */
    public boolean superseded() {
        return reference != null && reference.superseded();
    }

    /** Leaves out personal data, as records end up in logs. */
    @Override
    public String toString() {
        return "DocumentDescription[" + contentType + ", " + sizeBytes + " bytes]";
    }
}
