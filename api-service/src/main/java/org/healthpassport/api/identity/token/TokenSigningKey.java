package org.healthpassport.api.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.healthpassport.aggregates.secret.SharedSecret;

/** The key that signs access tokens: EC P-256 with its private part, for ES256, as a JWK (RFC 7517). */
final class TokenSigningKey {
    private TokenSigningKey() {}

    static SharedSecret<ECKey> secret() {
        return new SharedSecret<>("token-signing-key", TokenSigningKey::generate, TokenSigningKey::parse);
    }

    private static byte[] generate() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
                .keyIDFromThumbprint(true)
                .generate()
                .toJSONString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static ECKey parse(byte[] json) {
        try {
            return ECKey.parse(new String(json, StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IllegalStateException("Expected the token-signing key to be a JWK, but it is something else", e);
        }
    }
}
