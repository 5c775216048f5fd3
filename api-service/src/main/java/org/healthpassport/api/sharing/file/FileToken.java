package org.healthpassport.api.sharing.file;

import java.time.Instant;
import org.healthpassport.aggregates.secret.SealedTokens;
import org.healthpassport.api.sharing.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file's address, before it is sealed.
 *
 * @param documentId null for files that are not about a document
 */
record FileToken(String qrCodeId, Kind kind, @Nullable String documentId, Recipient recipient, Instant expiresAt)
        implements SealedTokens.Expiring {

    /** The kinds of files; tokens contain the name. */
    enum Kind {
        SUMMARY,
        RECORDS,
        /** The description of a document. */
        DOCUMENT_REFERENCE,
        /** The bytes of a document. */
        DOCUMENT
    }
}
