package org.healthpassport.vault.object;

/**
 * The name of the object that holds the ciphertext of a document. It follows from ids alone, so that storing a document
 * twice makes one object.
 */
public final class DocumentObject {
    private DocumentObject() {}

    /** {@code documents/<patient id>/<document id>}. */
    public static String name(String patientId, String documentId) {
        return "documents/" + patientId + "/" + documentId;
    }
}
