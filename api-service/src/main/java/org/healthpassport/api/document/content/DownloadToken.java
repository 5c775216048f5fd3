package org.healthpassport.api.document.content;

import java.time.Instant;
import org.healthpassport.aggregates.secret.SealedTokens;

/**
 * The content of a download link, before it is sealed: the document that it opens without an access token.
 *
 * @param makerId the account that made the link, and whose right to the document each use asks for
 */
record DownloadToken(String patientId, String documentId, String makerId, Instant expiresAt)
        implements SealedTokens.Expiring {}
