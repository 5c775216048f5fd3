package org.healthpassport.api.document.content;

import java.time.Instant;
import org.healthpassport.aggregates.secret.SealedTokens;
import org.healthpassport.api.access.decision.LinkMaker;

/**
 * The content of a download link, before it is sealed: the document that it opens without an access token.
 *
 * @param maker whose right to make the link each use asks for
 */
record DownloadToken(String patientId, String documentId, LinkMaker maker, Instant expiresAt)
        implements SealedTokens.Expiring {}
