package org.healthpassport.vault.object;

/** Where the ciphertext of a document rests: its name follows from ids alone, so that storing it twice is storing it once. */
public final class DocumentObject {
    private DocumentObject() {}

    /** {@code documents/<patient id>/<document id>}. */
    public static String name(String patientId, String documentId) {
        return "documents/" + patientId + "/" + documentId;
    }
}
