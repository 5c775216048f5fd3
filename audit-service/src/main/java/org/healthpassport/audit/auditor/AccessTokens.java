package org.healthpassport.audit.auditor;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the access tokens of api-service (RFC 9068): ES256 and nothing else. Safe for use by many threads; blocks. */
final class AccessTokens {
    private static final int CLOCK_SKEW_SECONDS = 30;
    /** Those of api-service have some 600; the rest is room for claims to come. */
    private static final int LONGEST = 4096;

    private static final String ROLE = "role";

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** @param publicUrl both issuer and audience: an installation talks to itself */
    AccessTokens(JWKSource<SecurityContext> keys, String publicUrl, Clock clock) {
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, keys));
        processor.setJWTClaimsSetVerifier(new ClaimsVerifier(publicUrl, clock));
    }

    /**
     * Whose token it is; empty for one that is not of api-service, was changed, or is out of date.
     *
     * @throws KeySourceException it cannot be told at the moment
     */
    Optional<Account> verify(String token) throws KeySourceException {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            JWTClaimsSet claims = processor.process(token, null);
            String role = claims.getStringClaim(ROLE);
            return claims.getSubject().isEmpty() || role.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Account(claims.getSubject(), role));
        } catch (KeySourceException unknown) {
            throw unknown;
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    private static final class ClaimsVerifier extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Clock clock;

        ClaimsVerifier(String publicUrl, Clock clock) {
            super(
                    publicUrl,
                    new JWTClaimsSet.Builder().issuer(publicUrl).build(),
                    Set.of("sub", "exp", "iat", "jti", ROLE));
            this.clock = clock;
            setMaxClockSkew(CLOCK_SKEW_SECONDS);
        }

        @Override
        protected @Nullable Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
