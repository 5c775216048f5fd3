package org.healthpassport.api.access;

/**
 * The caller of a request, with the session of its access token.
 *
 * @param sessionId of a session that has not ended
 */
public record CallerSession(Caller caller, String sessionId) {}
