package org.healthpassport.edge.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the tokens with which api-service reads the audit log. They are signed with the keys of access tokens, so a
 * {@code typ} and an audience of their own keep the two kinds apart. Thread-safe; blocks if its source of keys does.
 */
public final class LogReadingVerifier {
    /** The {@code typ} of these tokens (RFC 8725, 3.11). */
    static final JOSEObjectType TYPE = new JOSEObjectType("log-reading+jwt");

    /** The audience of these tokens; access tokens are for the installation's address. */
    static final String AUDIENCE = "urn:healthpassport:audit-service";

    /** The longest time that a token counts, with the clocks' difference a minute. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** @param publicUrl of this installation, the issuer */
    public LogReadingVerifier(TokenKeys keys, String publicUrl, Clock clock) {
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPE));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                AccessTokenVerifier.ALGORITHM, (selector, context) -> keys.select(selector)));
        processor.setJWTClaimsSetVerifier(new ClaimsVerifier(publicUrl, clock));
    }

    /**
     * The reading that a token allows; empty if it is no such token, was changed or has expired.
     *
     * @throws KeySourceException if no keys are there to check it with
     */
    public Optional<LogReading> verify(String token) throws KeySourceException {
        if (AccessTokenVerifier.isTooLong(token) || !AccessTokenVerifier.hasCanonicalSignature(token)) {
            return Optional.empty();
        }
        try {
            return LogReading.in(processor.process(token, null));
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
                    AUDIENCE,
                    new JWTClaimsSet.Builder().issuer(publicUrl).build(),
                    Set.of("exp", "iat", "jti", LogReading.SCOPE));
            this.clock = clock;
            setMaxClockSkew((int) AccessTokenVerifier.CLOCK_SKEW.toSeconds());
        }

        @Override
        public void verify(JWTClaimsSet claims, @Nullable SecurityContext context) throws BadJWTException {
            super.verify(claims, context);
            Date issued = claims.getIssueTime();
            Date latest = Date.from(clock.instant().plus(AccessTokenVerifier.CLOCK_SKEW));
            // A token that lives longer was not made by api-service as it is.
            if (issued.after(latest)
                    || claims.getExpirationTime()
                            .toInstant()
                            .isAfter(issued.toInstant().plus(LONGEST))) {
                throw new BadJWTException("Expected a token that lasts for half a minute, but it lasts longer");
            }
        }

        @Override
        protected @Nullable Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
