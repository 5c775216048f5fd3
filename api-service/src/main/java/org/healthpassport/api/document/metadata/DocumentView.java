package org.healthpassport.api.document.metadata;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;
import java.util.HexFormat;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.document.DocumentDescription;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.DocumentStatus;
import org.healthpassport.api.document.DocumentType;
import org.healthpassport.edge.url.PublicUrl;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a document in the API. The members that describe its bytes are absent once it is deleted.
 *
 * @param sha256 of the plain bytes, lower-case hexadecimal
 * @param reason the reason why the document could not be stored
 * @param url address of the content; needs an access token
 * @param superseded true if whoever sent it at {@code /fhir} says that another one took its place; absent otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DocumentView(
        String documentId,
        String patientId,
        DocumentType type,
        @Nullable String title,
        @Nullable String fileName,
        @Nullable String contentType,
        @Nullable Long sizeBytes,
        @Nullable String sha256,
        DocumentStatus status,
        @Nullable String reason,
        Instant uploadedAt,
        @Nullable URI url,
        @Nullable Boolean superseded)
        implements DocumentEntry {

    public static DocumentView of(Snapshot<DocumentState> document, PublicUrl publicUrl) {
        DocumentState state = document.state();
        DocumentDescription description = state.description();
        if (description == null) {
            return new DocumentView(
                    document.id(),
                    state.patientId(),
                    state.type(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    state.status(),
                    null,
                    state.uploadedAt(),
                    null,
                    null);
        }
        return new DocumentView(
                document.id(),
                state.patientId(),
                state.type(),
                description.title(),
                description.fileName(),
                description.contentType(),
                description.sizeBytes(),
                HexFormat.of().formatHex(description.sha256()),
                state.status(),
                state.reason(),
                state.uploadedAt(),
                publicUrl.of(path(document) + "/content"),
                description.superseded() ? true : null);
    }

    public static String path(Snapshot<DocumentState> document) {
        return "/api/patients/" + document.state().patientId() + "/documents/" + document.id();
    }

    /** Leaves out personal data, as records end up in logs. */
    @Override
    public String toString() {
        return "DocumentView[" + documentId + ", " + status + "]";
    }
}
