package org.healthpassport.edge.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The public parts of keys; counts the tokens that were verified with them. */
class KeysInUse implements TokenKeys {
    private volatile List<JWK> keys;
    private final AtomicInteger selections = new AtomicInteger();

    KeysInUse(SigningKey... keys) {
        this.keys = publicParts(keys);
    }

    static TokenKeys away() {
        return new KeysInUse() {
            @Override
            public List<JWK> select(JWKSelector selector) throws KeySourceException {
                throw new KeySourceException("away");
            }
        };
    }

    void become(SigningKey... newKeys) {
        keys = publicParts(newKeys);
    }

    /** The number of tokens that were verified. */
    int verifications() {
        return selections.get();
    }

    @Override
    public List<JWK> select(JWKSelector selector) throws KeySourceException {
        selections.incrementAndGet();
        return selector.select(new JWKSet(keys));
    }

    @Override
    public boolean hold(List<JWK> used) {
        return new ArrayList<>(keys).containsAll(used);
    }

    private static List<JWK> publicParts(SigningKey... keys) {
        return Stream.of(keys).<JWK>map(key -> key.key().toPublicJWK()).toList();
    }
}
