package org.healthpassport.api.access;

import java.time.Instant;

/**
 * The access token of a request that goes on for long, so that it is looked at again while it does.
 *
 * @param caller as it was when the request began
 */
public record LiveToken(Caller caller, String sessionId, Instant issuedAt, Instant expiresAt) {}
