package org.healthpassport.api.identity.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.vault.key.KeyedDigest;
import org.healthpassport.vault.standing.AccountStanding;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Accounts by the emails that they have, had, or want. The store knows blind indexes of emails only. */
public final class AccountsByEmail {
    private static final String COLLECTION = AccountStanding.COLLECTION;
    /** The blind index of the email of an account. */
    static final String EMAIL_INDEX = "emailIndex";
    /** The blind index of the email of an account that is unconfirmed; several may have the same. */
    private static final String UNCONFIRMED_EMAIL = "unconfirmedEmail";
    /** The blind indexes of the emails that an account had, and whose readers may take it back. */
    private static final String FORMER_EMAIL = "formerEmail";
    /** The fields by which accounts are listed here. */
    static final Set<String> LIST_FIELDS = Set.of(UNCONFIRMED_EMAIL, FORMER_EMAIL);

    private static final String CREATED = "createdAt";

    private final Aggregates<AccountState> accounts;
    private final SharedSecret<KeyedDigest> emailIndexKey;
    private final SubjectKeyRing keyRing;
    private final ReactiveMongoTemplate mongo;
    private final Clock clock;
    private volatile @Nullable String decoyId;

    AccountsByEmail(
            Aggregates<AccountState> accounts,
            SharedSecret<KeyedDigest> emailIndexKey,
            SubjectKeyRing keyRing,
            ReactiveMongoTemplate mongo,
            Clock clock) {
        this.accounts = accounts;
        this.emailIndexKey = emailIndexKey;
        this.keyRing = keyRing;
        this.mongo = mongo;
        this.clock = clock;
    }

    /** The index fields of an account that this class looks at. */
    static Map<String, @Nullable Object> fieldsOf(AccountState account) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        boolean unconfirmed = account.status() == AccountStatus.UNCONFIRMED;
        fields.put(EMAIL_INDEX, unconfirmed ? null : account.emailIndex());
        fields.put(UNCONFIRMED_EMAIL, unconfirmed ? account.emailIndex() : null);
        fields.put(FORMER_EMAIL, account.formerEmailIndexes());
        return fields;
    }

    /**
     * The blind index of an email address: equal for equal addresses, and useless without the key. Its form must never change,
     * as stored accounts are found by it.
     */
    public String indexOf(EmailAddress email) {
        return emailIndexKey.get().textOf(email.value().getBytes(UTF_8));
    }

    /**
     * The account with that email, if its sealed state agrees with the index; if nobody has the email, the newest of the
     * unconfirmed accounts that want it. If there is none, another account is loaded, opened and discarded, so that the
     * response time does not tell. An unreadable account counts as none: the caller is not signed in and must not learn
     * its state.
     */
    public Mono<AccountState> find(String emailIndex) {
        return find(emailIndex, Sort.Direction.DESC);
    }

    /** The same with the oldest of the unconfirmed accounts, which does not change when somebody registers one more. */
    public Mono<AccountState> findOldest(String emailIndex) {
        return find(emailIndex, Sort.Direction.ASC);
    }

    private Mono<AccountState> find(String emailIndex, Sort.Direction unconfirmed) {
        Query first = idOnly(where(UNCONFIRMED_EMAIL).is(emailIndex))
                .with(Sort.by(unconfirmed, CREATED, "_id"))
                .limit(1);
        // Both are asked for in any case, as the time must not tell which of them there is.
        return Mono.zip(
                        id(idOnly(where(EMAIL_INDEX).is(emailIndex))),
                        id(first),
                        (owner, claimant) -> owner.or(() -> claimant))
                .flatMap(Mono::justOrEmpty)
                .switchIfEmpty(decoy())
                .flatMap(this::findWithStoredKeys)
                .onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                .filter(account -> account.emailIndex().equals(emailIndex));
    }

    private Mono<Optional<String>> id(Query query) {
        return mongo.findOne(query, Document.class, COLLECTION)
                .map(stored -> Optional.of(stored.getString("_id")))
                .defaultIfEmpty(Optional.empty());
    }

    /** The account with that email, if there is one, and the unconfirmed ones that want it; listed as {@link AccountLists}. */
    public Flux<ListedAggregate<AccountState>> list(EmailAddress email, @Nullable ListPosition after) {
        String emailIndex = indexOf(email);
        return ListedAggregate.merged(List.of(
                        accounts.listedBy(EMAIL_INDEX, emailIndex, after),
                        accounts.listedBy(UNCONFIRMED_EMAIL, emailIndex, after)))
                .filter(listed -> listed.aggregate()
                        .mayBe(account -> account.state().emailIndex().equals(emailIndex)));
    }

    /**
     * True if nobody else can get that email: an account has it, or had it a short time ago and may take it back.
     * Unconfirmed accounts have none.
     */
    public Mono<Boolean> exists(String emailIndex) {
        return exists(emailIndex, null);
    }

    /**
     * The same for an account that may have had the email itself.
     *
     * @param accountId the account that wants it; null for a new one
     */
    public Mono<Boolean> exists(String emailIndex, @Nullable String accountId) {
        return mongo.exists(idOnly(where(EMAIL_INDEX).is(emailIndex)), COLLECTION)
                .flatMap(taken -> taken ? Mono.just(true) : isKeptForAnother(emailIndex, accountId));
    }

    /**
     * The credentials of a new account.
     *
     * @param passwordHash waited for only if nobody else has the email
     * @return fails with {@code taken} if somebody has, or may take it back
     */
    public Mono<Credentials> credentials(EmailAddress email, Mono<String> passwordHash, Refusal taken) {
        String emailIndex = indexOf(email);
        return exists(emailIndex)
                .flatMap(known -> known ? Mono.error(taken::asException) : passwordHash)
                .map(hash -> new Credentials(email, emailIndex, hash));
    }

    /**
     * True if an account had that email a short time ago, and its reader may take it back.
     *
     * @param accountId the account that wants it; null for a new one
     */
    public Mono<Boolean> isKeptForAnother(String emailIndex, @Nullable String accountId) {
        Instant now = clock.instant();
        return accounts.listedBy(FORMER_EMAIL, emailIndex, null)
                .filter(listed -> listed.aggregate()
                        .mayBe(account -> !account.id().equals(accountId)
                                && account.state().hadEmail(emailIndex, now)))
                .hasElements();
    }

    /**
     * Ensures that no other account may take back the email that an account wants, if it wants one. The unique index
     * decides about emails in use.
     *
     * @return fails with {@code otherwise}
     */
    public Mono<Void> requireFree(AccountState account, Refusal otherwise) {
        EmailClaim wanted = account.pendingEmail();
        return wanted == null
                ? Mono.empty()
                : isKeptForAnother(wanted.emailIndex(), account.accountId())
                        .filter(kept -> kept)
                        .flatMap(kept -> Mono.error(otherwise::asException));
    }

    /** The number of unconfirmed accounts that want that email and were created since a time; counts to a limit. */
    public Mono<Long> countUnconfirmed(String emailIndex, Instant since, int limit) {
        Criteria recent = where(UNCONFIRMED_EMAIL).is(emailIndex).and(CREATED).gte(Date.from(since));
        return mongo.count(query(recent).limit(limit), COLLECTION);
    }

    /** Keys left in the cache would tell by response time that somebody just asked for this account. */
    private Mono<AccountState> findWithStoredKeys(String accountId) {
        return Mono.defer(() -> {
            keyRing.forget(accountId);
            // A read from a primary that was voted out could let in an account that was just deactivated.
            return accounts.findLinearizable(accountId).map(Snapshot::state);
        });
    }

    /** An arbitrary account, always the same one; empty if there are none. */
    private Mono<String> decoy() {
        return Mono.defer(() -> {
            String known = decoyId;
            if (known != null) {
                return Mono.just(known);
            }
            return mongo.findOne(idOnly(where(EMAIL_INDEX).exists(true)), Document.class, COLLECTION)
                    .map(stored -> stored.getString("_id"))
                    .doOnNext(found -> decoyId = found);
        });
    }

    private static Query idOnly(Criteria criteria) {
        Query query = query(criteria);
        query.fields().include("_id");
        return query;
    }
}
