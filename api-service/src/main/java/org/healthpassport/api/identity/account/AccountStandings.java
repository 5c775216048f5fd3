package org.healthpassport.api.identity.account;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.edge.account.OlderThanSeen;
import org.healthpassport.edge.account.RecentAccounts;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.standing.AccountStanding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Mono;

/** The standings beside the sealed states of accounts: read for each request, so that they cost little to read. */
final class AccountStandings {
    private static final Logger log = LoggerFactory.getLogger(AccountStandings.class);

    private final Function<String, Mono<Snapshot<AccountState>>> accounts;
    private final Predicate<String> watched;
    private final ReactiveMongoTemplate mongo;
    private final KeyEncryptionKeys keyEncryptionKeys;
    private final SecondFactorSettings secondFactorSettings;
    private final RecentAccounts<AccountStanding> recent;

    /**
     * @param accounts finds the account with an id
     * @param watched true for an account that was suspended or closed at some time
     */
    AccountStandings(
            Function<String, Mono<Snapshot<AccountState>>> accounts,
            Predicate<String> watched,
            ReactiveMongoTemplate mongo,
            KeyEncryptionKeys keyEncryptionKeys,
            SecondFactorSettings secondFactorSettings) {
        this.accounts = accounts;
        this.watched = watched;
        this.mongo = mongo;
        this.keyEncryptionKeys = keyEncryptionKeys;
        this.secondFactorSettings = secondFactorSettings;
        this.recent = new RecentAccounts<>(this::read, Ticker.systemTicker());
    }

    /** As {@link Accounts#standing}. */
    Mono<AccountStanding> find(String accountId) {
        return recent.find(accountId);
    }

    /** Makes a change by this instance show at once. */
    void changed(String accountId, long version) {
        recent.changed(accountId, version);
    }

    /** The standing that belongs to a state, as it is stored with that version. */
    Binary sealed(AccountState account, long version) {
        return new Binary(of(account).seal(account.accountId(), version, keyEncryptionKeys));
    }

    private Mono<RecentAccounts.Version<AccountStanding>> read(String accountId) {
        return watched.test(accountId) ? readState(accountId) : readStanding(accountId);
    }

    /** The sealed state says the number of its last event, so that an old account is known that somebody put back. */
    private Mono<RecentAccounts.Version<AccountStanding>> readState(String accountId) {
        return accounts.apply(accountId)
                .map(account -> new RecentAccounts.Version<>(account.version(), of(account.state())))
                .onErrorMap(
                        failure -> CannotBeRead.isOutdated(failure, AccountStanding.COLLECTION),
                        putBack -> new OlderThanSeen(accountId, putBack));
    }

    private Mono<RecentAccounts.Version<AccountStanding>> readStanding(String accountId) {
        Query byId = query(where("_id").is(accountId));
        byId.fields().include(AccountStanding.VERSION, AccountStanding.FIELD);
        return mongo.findOne(byId, Document.class, AccountStanding.COLLECTION)
                .filter(stored -> stored.get(AccountStanding.VERSION) instanceof Long)
                .flatMap(stored -> opened(accountId, stored).map(Mono::just).orElseGet(() -> derived(accountId)));
    }

    private Optional<RecentAccounts.Version<AccountStanding>> opened(String accountId, Document stored) {
        long version = stored.getLong(AccountStanding.VERSION);
        if (!(stored.get(AccountStanding.FIELD) instanceof Binary sealed)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RecentAccounts.Version<>(
                    version, AccountStanding.open(accountId, version, sealed.getData(), keyEncryptionKeys)));
        } catch (SealBroken broken) {
            log.error(
                    "Expected the standing of account {} to open, but its seal is broken; it is written again",
                    accountId);
            return Optional.empty();
        }
    }

    /**
     * The sealed state is the truth, and a broken standing is replaced. The
     * version stays as it is, so that an old document that was put back without its standing stays old.
     */
    private Mono<RecentAccounts.Version<AccountStanding>> derived(String accountId) {
        return accounts.apply(accountId).flatMap(account -> {
            long version = account.version();
            AccountStanding standing = of(account.state());
            return mongo.updateFirst(
                            query(where("_id")
                                    .is(accountId)
                                    .and(AccountStanding.VERSION)
                                    .is(version)),
                            Update.update(AccountStanding.FIELD, sealed(account.state(), version)),
                            AccountStanding.COLLECTION)
                    .thenReturn(new RecentAccounts.Version<>(version, standing));
        });
    }

    private AccountStanding of(AccountState account) {
        Instant validAfter = account.validAfter();
        return new AccountStanding(
                account.role().name(),
                statusOf(account),
                validAfter == null ? Instant.EPOCH : validAfter,
                account.hospitalId(),
                account.endedSessions().keySet());
    }

    private AccountStanding.Status statusOf(AccountState account) {
        return account.maySignIn() && secondFactorSettings.isMissing(account)
                ? AccountStanding.Status.WITHOUT_SECOND_FACTOR
                : AccountStanding.Status.valueOf(account.status().name());
    }
}
