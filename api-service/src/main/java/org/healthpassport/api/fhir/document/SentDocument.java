package org.healthpassport.api.fhir.document;

import org.healthpassport.api.document.DocumentType;
import org.jspecify.annotations.Nullable;

/**
 * A document that came in a {@code DocumentReference}.
 *
 * @param patientId the patient to whom it refers; null if it refers to none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SentDocument(
        @Nullable String patientId,
        DocumentType type,
        @Nullable String title,
        String fileName,
        byte[] bytes) {

    /** Leaves out personal data, as records end up in logs. */
    @Override
    public String toString() {
        return "SentDocument[" + type + ", " + bytes.length + " bytes]";
    }
}
