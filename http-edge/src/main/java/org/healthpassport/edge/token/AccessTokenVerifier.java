package org.healthpassport.edge.token;

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

/** Checks access tokens: JWTs (RFC 9068), ES256 only. Thread-safe; blocks if its source of keys does. */
public final class AccessTokenVerifier {
    /** The {@code typ} of access tokens (RFC 9068, 2.1), so that no other kind of JWT is taken for one. */
    public static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    public static final JWSAlgorithm ALGORITHM = JWSAlgorithm.ES256;

    /** The claim with the role of the account. */
    public static final String ROLE = "role";

    private static final int CLOCK_SKEW_SECONDS = 30;
    /** Ours have about 600 characters; the rest is room for future claims. */
    private static final int LONGEST = 4096;

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** @param publicUrl both issuer and audience: an installation issues the tokens for itself */
    public AccessTokenVerifier(JWKSource<SecurityContext> keys, String publicUrl, Clock clock) {
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPE));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHM, keys));
        processor.setJWTClaimsSetVerifier(new ClaimsVerifier(publicUrl, clock));
    }

    /**
     * The claims of a token, with a subject that is not empty; empty if the token is not of this installation, was
     * changed or has expired.
     *
     * @throws KeySourceException if no keys are there to check it with
     */
    public Optional<JWTClaimsSet> verify(String token) throws KeySourceException {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(processor.process(token, null))
                    .filter(claims -> !claims.getSubject().isEmpty());
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
