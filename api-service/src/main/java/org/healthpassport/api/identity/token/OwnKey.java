package org.healthpassport.api.identity.token;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.util.List;
import java.util.function.Supplier;
import org.healthpassport.edge.token.TokenKeys;
import org.jspecify.annotations.Nullable;

/** The key of this installation, as the source of keys for its own tokens. */
final class OwnKey implements TokenKeys {
    private final Supplier<ECKey> key;
    private volatile @Nullable Published published;

    OwnKey(Supplier<ECKey> key) {
        this.key = key;
    }

    /** With its private part. */
    ECKey toSignWith() {
        return key.get();
    }

    JWKSet published() {
        ECKey current = key.get();
        Published before = published;
        if (before != null && before.of == current) {
            return before.keys;
        }
        JWKSet keys = new JWKSet(current.toPublicJWK());
        published = new Published(current, keys);
        return keys;
    }

    @Override
    public List<JWK> select(JWKSelector selector) {
        return selector.select(published());
    }

    @Override
    public boolean hold(List<JWK> keys) {
        return published().getKeys().containsAll(keys);
    }

    private record Published(ECKey of, JWKSet keys) {}
}
