package org.healthpassport.edge.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;

/**
 * An access token whose signature is right.
 *
 * @param keys the keys that its key id named, one of which verified it; it counts only while all of them are in use
 */
record VerifiedToken(JWTClaimsSet claims, List<JWK> keys) {}
