package org.healthpassport.aggregates.secret;

import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.reseal.SealedCollection;
import org.healthpassport.aggregates.reseal.SealedField;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.springframework.stereotype.Component;

/** The secrets of the service. */
@Component
final class SecretCollection implements SealedCollection {
    static final SealedCollection SECRETS = new SecretCollection();

    @Override
    public String name() {
        return SharedSecrets.COLLECTION;
    }

    @Override
    public List<String> needed() {
        return List.of();
    }

    @Override
    public List<SealedField> fieldsOf(Document stored) {
        byte[] sealed = stored.get(SharedSecrets.SEALED, Binary.class).getData();
        String name = stored.getString("_id");
        return List.of(
                new SealedField(KeyPurpose.SERVICE, SharedSecrets.SEALED, sealed, keys -> again(sealed, name, keys)));
    }

    private static byte[] again(byte[] sealed, String name, KeyEncryptionKeys keys) {
        SecretSeal seal = new SecretSeal(keys);
        return seal.seal(seal.open(sealed, name), name);
    }
}
