package org.healthpassport.api.fhir.document;

import org.healthpassport.api.document.DocumentDescription.SentReference;
import org.healthpassport.api.document.DocumentType;
import org.jspecify.annotations.Nullable;

/**
 * A document that came in a {@code DocumentReference}.
 *
 * @param patientId the patient to whom it refers, or else its sender
 * @param reference the resource without the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SentDocument(
        String patientId,
        DocumentType type,
        @Nullable String title,
        String fileName,
        byte[] bytes,
        SentReference reference) {

    /** Leaves out personal data, as records end up in logs. */
    @Override
    public String toString() {
        return "SentDocument[" + type + ", " + bytes.length + " bytes]";
    }
}
