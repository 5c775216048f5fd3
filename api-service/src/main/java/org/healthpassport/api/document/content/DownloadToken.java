package org.healthpassport.api.document.content;

import java.time.Instant;
import org.healthpassport.aggregates.secret.SealedTokens;

/** The content of a download link, before it is sealed: the document that it opens without an access token. */
record DownloadToken(String patientId, String documentId, Instant expiresAt) implements SealedTokens.Expiring {}
