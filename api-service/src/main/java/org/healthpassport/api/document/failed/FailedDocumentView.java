package org.healthpassport.api.document.failed;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.document.DocumentState;
import org.jspecify.annotations.Nullable;

/** A document that could not be stored: ids and the reason, and nothing about its content. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FailedDocumentView(
        String documentId,
        @Nullable String patientId,

        @Schema(
                description = "STAGED_BYTES_MISSING, STAGED_BYTES_DAMAGED, STORE_REJECTED, OTHER_BYTES_STORED,"
                        + " TOO_LARGE_FOR_STORES, or UNREADABLE if the document itself cannot be read")
        @Nullable
        String reason,

        @Nullable Instant uploadedAt) {

    static FailedDocumentView of(Snapshot<DocumentState> document) {
        DocumentState state = document.state();
        return new FailedDocumentView(document.id(), state.patientId(), state.reason(), state.uploadedAt());
    }

    static FailedDocumentView unreadable(String documentId) {
        return new FailedDocumentView(documentId, null, "UNREADABLE", null);
    }
}
