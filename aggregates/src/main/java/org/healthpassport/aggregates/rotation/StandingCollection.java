package org.healthpassport.aggregates.rotation;

import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.reseal.SealedCollection;
import org.healthpassport.aggregates.reseal.SealedField;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.standing.AccountStanding;
import org.springframework.stereotype.Component;

/** The standings in the documents of accounts. One that is missing is written by api-service when it is needed. */
@Component
final class StandingCollection implements SealedCollection {
    @Override
    public String name() {
        return AccountStanding.COLLECTION;
    }

    @Override
    public List<String> needed() {
        return List.of(AccountStanding.VERSION, AccountStanding.FIELD);
    }

    @Override
    public List<SealedField> fieldsOf(Document stored) {
        if (stored.get(AccountStanding.FIELD) instanceof Binary sealed
                && stored.get(AccountStanding.VERSION) instanceof Long version) {
            String accountId = stored.getString("_id");
            return List.of(new SealedField(
                    KeyPurpose.STANDING,
                    AccountStanding.FIELD,
                    sealed.getData(),
                    keys -> again(accountId, version, sealed.getData(), keys)));
        }
        return List.of();
    }

    @Override
    public boolean isDerived() {
        return true;
    }

    private static byte[] again(String accountId, long version, byte[] sealed, KeyEncryptionKeys keys) {
        return AccountStanding.open(accountId, version, sealed, keys).seal(accountId, version, keys);
    }
}
