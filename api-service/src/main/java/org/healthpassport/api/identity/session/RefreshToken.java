package org.healthpassport.api.identity.session;

/**
 * The content of a refresh token that we made.
 *
 * @param generation number of the token within its session; the first is 1
 */
record RefreshToken(String accountId, String sessionId, int generation) {}
