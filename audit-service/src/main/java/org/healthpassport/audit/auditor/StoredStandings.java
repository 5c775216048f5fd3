package org.healthpassport.audit.auditor;

import com.github.benmanes.caffeine.cache.Ticker;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.io.IOException;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.audit.mongo.DurableCollection;
import org.healthpassport.edge.account.AccountAlarm;
import org.healthpassport.edge.account.RecentAccounts.Version;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.standing.AccountStanding;
import org.jspecify.annotations.Nullable;

/** The standings that api-service writes into the documents of accounts; nothing else of them is read. Blocks. */
final class StoredStandings {
    private final DurableCollection accounts;
    private final KeyEncryptionKeys keys;
    private final AccountAlarm alarm = new AccountAlarm(Ticker.systemTicker());

    StoredStandings(MongoDatabase database, KeyEncryptionKeys keys) {
        this.accounts = new DurableCollection(database, AccountStanding.COLLECTION);
        this.keys = keys;
    }

    /**
     * The standing of an account; null if there is no such account.
     *
     * @throws IOException the database did not answer
     * @throws SealBroken the account has no standing, or one that does not open; api-service writes it again at the next
     *     request or login of the account
     */
    @Nullable
    Version<AccountStanding> find(String accountId) throws IOException {
        Document stored = accounts.run(() -> accounts.find(Filters.eq(accountId))
                .projection(Projections.include(AccountStanding.VERSION, AccountStanding.FIELD))
                .first());
        if (stored == null || !(stored.get(AccountStanding.VERSION) instanceof Long version)) {
            return null;
        }
        try {
            if (stored.get(AccountStanding.FIELD) instanceof Binary sealed) {
                return new Version<>(version, AccountStanding.open(accountId, version, sealed.getData(), keys));
            }
            throw new SealBroken("Expected an account to have a standing, but it has none.");
        } catch (SealBroken broken) {
            alarm.raise(
                    accountId,
                    ("Expected the standing of account %s to open with %s, but it does not. If this is so for all accounts,"
                                    + " give this service the key of api-service; otherwise somebody changed it, and the"
                                    + " next login of the account mends it.")
                            .formatted(accountId, keys.nameOf(KeyPurpose.STANDING)));
            throw broken;
        }
    }
}
