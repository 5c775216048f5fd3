package org.healthpassport.audit.auditor;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.util.Optional;
import org.healthpassport.edge.token.AccessTokenVerifier;

/** Checks the access tokens of api-service. Safe for use by many threads; blocks. */
final class AccessTokens {
    private final AccessTokenVerifier verifier;

    /** @param publicUrl both issuer and audience: an installation talks to itself */
    AccessTokens(JWKSource<SecurityContext> keys, String publicUrl, Clock clock) {
        this.verifier = new AccessTokenVerifier(keys, publicUrl, clock);
    }

    /**
     * The account of a token; empty for one that is not of api-service, was changed, or is out of date.
     *
     * @throws KeySourceException it cannot be told at the moment
     */
    Optional<Account> verify(String token) throws KeySourceException {
        return verifier.verify(token)
                .flatMap(claims -> role(claims).map(role -> new Account(claims.getSubject(), role)));
    }

    private static Optional<String> role(JWTClaimsSet claims) {
        return claims.getClaim(AccessTokenVerifier.ROLE) instanceof String role && !role.isEmpty()
                ? Optional.of(role)
                : Optional.empty();
    }
}
