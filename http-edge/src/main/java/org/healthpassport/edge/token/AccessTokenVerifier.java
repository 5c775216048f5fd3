package org.healthpassport.edge.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
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

    /** The claim with the id of the session that the token was issued in. */
    public static final String SESSION = "sid";

    static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    /** Ours have about 600 characters; the rest is room for future claims. */
    private static final int LONGEST = 4096;

    private final DefaultJWTProcessor<NamedKeys> processor = new DefaultJWTProcessor<>();
    private final ClaimsVerifier claimsVerifier;
    private final TokenKeys keys;

    /** @param publicUrl both issuer and audience: an installation issues the tokens for itself */
    public AccessTokenVerifier(TokenKeys keys, String publicUrl, Clock clock) {
        this.keys = keys;
        this.claimsVerifier = new ClaimsVerifier(publicUrl, clock);
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPE));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(ALGORITHM, (selector, named) -> named.select(selector, keys)));
        processor.setJWTClaimsSetVerifier(claimsVerifier);
    }

    /**
     * The claims of a token, with a subject that is not empty; empty if the token is not of this installation, was
     * changed or has expired.
     *
     * @throws KeySourceException if no keys are there to check it with
     */
    Optional<VerifiedToken> verify(String token) throws KeySourceException {
        if (isTooLong(token) || !hasCanonicalSignature(token)) {
            return Optional.empty();
        }
        try {
            NamedKeys named = new NamedKeys();
            JWTClaimsSet claims = processor.process(token, named);
            return claims.getSubject().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new VerifiedToken(claims, named.selected));
        } catch (KeySourceException unknown) {
            throw unknown;
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    static boolean isTooLong(String token) {
        return token.length() > LONGEST;
    }

    /** True if a token that was verified before would be verified again now, by its time and its keys. Never blocks. */
    boolean stillVerifies(VerifiedToken token) {
        if (!keys.hold(token.keys())) {
            return false;
        }
        try {
            claimsVerifier.verify(token.claims(), null);
            return true;
        } catch (BadJWTException expired) {
            return false;
        }
    }

    /**
     * The signature covers header and claims letter by letter, but not its own spelling: the decoder skips foreign
     * letters and ignores the unused bits of the last one (RFC 4648, 3.5). One token must have one spelling only.
     */
    static boolean hasCanonicalSignature(String token) {
        String signature = token.substring(token.lastIndexOf('.') + 1);
        return Base64URL.encode(new Base64URL(signature).decode()).toString().equals(signature);
    }

    /** Keeps the keys that the header of the token in process names. */
    private static final class NamedKeys implements SecurityContext {
        private List<JWK> selected = List.of();

        List<JWK> select(JWKSelector selector, TokenKeys keys) throws KeySourceException {
            selected = List.copyOf(keys.select(selector));
            return selected;
        }
    }

    private static final class ClaimsVerifier extends DefaultJWTClaimsVerifier<NamedKeys> {
        private final Clock clock;

        ClaimsVerifier(String publicUrl, Clock clock) {
            super(
                    publicUrl,
                    new JWTClaimsSet.Builder().issuer(publicUrl).build(),
                    Set.of("sub", "exp", "iat", "jti", ROLE, SESSION));
            this.clock = clock;
            setMaxClockSkew((int) CLOCK_SKEW.toSeconds());
        }

        @Override
        protected @Nullable Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
