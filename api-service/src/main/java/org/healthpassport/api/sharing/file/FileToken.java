package org.healthpassport.api.sharing.file;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the address of a file says, sealed.
 *
 * @param documentId null for the files that are no document's
 */
record FileToken(String qrCodeId, Kind kind, @Nullable String documentId, Recipient recipient, Instant expiresAt) {

    /** The kinds of files; stands in tokens by its name. */
    enum Kind {
        SUMMARY,
        RECORDS,
        /** How a document is announced. */
        DOCUMENT_REFERENCE,
        /** The bytes of a document. */
        DOCUMENT
    }
}
