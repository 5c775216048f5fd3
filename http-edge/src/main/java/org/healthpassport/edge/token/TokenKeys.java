package org.healthpassport.edge.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import java.util.List;

/** The public keys that access tokens may be signed with at the moment. Safe for use by many threads. */
public interface TokenKeys {
    /**
     * The keys that fit; fetches them first if it has to, so it may block.
     *
     * @throws KeySourceException no keys are there: whether a token is good cannot be told
     */
    List<JWK> select(JWKSelector selector) throws KeySourceException;

    /** True if all these keys are still in the set; false also if that cannot be told at once. Never blocks. */
    boolean hold(List<JWK> keys);
}
