package org.healthpassport.api.identity.key;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.util.List;
import org.healthpassport.edge.token.TokenKeys;

/** The keys of this installation, as the source of keys for its own tokens. Safe for use by many threads. */
public interface SigningKeys extends TokenKeys {

    /** The key that signs now, with its private part. */
    ECKey toSignWith();

    /** The public parts of all keys that a valid token may be signed with, and of the next one. */
    JWKSet published();

    @Override
    default List<JWK> select(JWKSelector selector) {
        return selector.select(published());
    }

    @Override
    default boolean hold(List<JWK> keys) {
        return published().getKeys().containsAll(keys);
    }
}
