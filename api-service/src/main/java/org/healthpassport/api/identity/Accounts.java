package org.healthpassport.api.identity;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.bson.Document;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.aggregate.AggregateKind;
import org.healthpassport.api.aggregate.AggregateStore;
import org.healthpassport.api.aggregate.Aggregates;
import org.healthpassport.api.aggregate.Decision;
import org.healthpassport.api.aggregate.Listed;
import org.healthpassport.api.aggregate.NewEvent;
import org.healthpassport.api.aggregate.Position;
import org.healthpassport.api.aggregate.Version;
import org.healthpassport.api.keys.SharedSecret;
import org.healthpassport.api.keys.SubjectKeyRing;
import org.healthpassport.api.unreadable.CannotBeRead;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountRegistered;
import org.healthpassport.vault.key.KeyedDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All accounts. No two have the same email; the insert of an account decides who has it. */
@Component
public final class Accounts {
    private static final String COLLECTION = "accounts";
    private static final String EMAIL_INDEX = "emailIndex";
    /** Of the accounts that are hospitals; what else is in their hospitalId stays sealed. */
    private static final String HOSPITAL_ID = "hospitalId";

    private static final String STATUS = "status";

    private final Aggregates<AccountState> accounts;
    private final SubjectKeyRing keyRing;
    private final SharedSecret<KeyedDigest> emailIndexKey;
    private final ReactiveMongoTemplate mongo;
    private volatile @Nullable String decoyId;

    Accounts(
            AggregateStore store,
            SubjectKeyRing keyRing,
            SharedSecret<KeyedDigest> emailIndexKey,
            ReactiveMongoTemplate mongo) {
        this.accounts = store.of(new AggregateKind<>(
                COLLECTION,
                "ACCOUNT",
                AccountState.class,
                AccountState::accountId,
                Set.of(EMAIL_INDEX, HOSPITAL_ID),
                Set.of(STATUS),
                Accounts::indexFields));
        this.keyRing = keyRing;
        this.emailIndexKey = emailIndexKey;
        this.mongo = mongo;
    }

    /** The blind index of an email address: equal for equal addresses, and useless to who has not the key. */
    public String indexOf(EmailAddress email) {
        byte[] digest = emailIndexKey.get().of(email.value().getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    public Mono<AccountState> find(String accountId) {
        return accounts.find(accountId).map(Version::state);
    }

    /**
     * The account with that email, if what the account itself says agrees with the index. Where there is none, another
     * account is loaded, opened and thrown away, so that the time does not tell. One that cannot be read is as good as
     * none: whoever asks this way is not signed in, and must not learn what became of it.
     */
    public Mono<AccountState> findByEmail(String emailIndex) {
        return mongo.findOne(idOnly(where(EMAIL_INDEX).is(emailIndex)), Document.class, COLLECTION)
                .map(stored -> stored.getString("_id"))
                .switchIfEmpty(decoy())
                .flatMap(this::findWithStoredKeys)
                .onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                .filter(account -> account.emailIndex().equals(emailIndex));
    }

    /** The account of that hospital, active or not; empty when there is no such hospital. */
    public Mono<AccountState> findHospital(String hospitalId) {
        return mongo.findOne(idOnly(where(HOSPITAL_ID).is(hospitalId)), Document.class, COLLECTION)
                .flatMap(stored -> find(stored.getString("_id")))
                .filter(account -> account.role() == Role.HOSPITAL && hospitalId.equals(account.hospitalId()));
    }

    /** Newest first, from behind {@code after} on; those that cannot be read as the store has them. */
    public Flux<Listed<AccountState>> withStatus(AccountStatus status, @Nullable Position after) {
        return accounts.listedBy(STATUS, status.name(), after)
                .filter(listed ->
                        listed.aggregate().mayBe(account -> account.state().status() == status));
    }

    /** As {@link Aggregates#change}. */
    public Mono<AccountState> change(String accountId, Function<Version<AccountState>, Decision<AccountState>> decide) {
        return accounts.change(accountId, decide).map(Version::state);
    }

    /** As {@link Aggregates#ruleOut}. */
    public Mono<Boolean> ruleOut(String accountId) {
        return accounts.ruleOut(accountId);
    }

    public Mono<Boolean> existsWithEmail(String emailIndex) {
        return mongo.exists(idOnly(where(EMAIL_INDEX).is(emailIndex)), COLLECTION);
    }

    /**
     * Saves a new account with keys of its own, and tells of it.
     *
     * @return fails with a {@code DuplicateKeyException} if the email is taken; its keys are left for
     *     {@link #discardKeys}
     */
    public Mono<AccountState> create(AccountState account) {
        AccountRegistered registered =
                new AccountRegistered(account.accountId(), account.role().name(), account.patientId());
        return keyRing.create(account.accountId())
                .then(accounts.create(
                        account.accountId(), account, new NewEvent(EventType.ACCOUNT_REGISTERED, registered)))
                .map(Version::state);
    }

    /** Destroys the keys that were made for an account which came to nothing. */
    public Mono<Void> discardKeys(String accountId) {
        return keyRing.discard(accountId);
    }

    /** Keys at hand would tell that somebody asked for this account a moment ago. */
    private Mono<AccountState> findWithStoredKeys(String accountId) {
        return Mono.defer(() -> {
            keyRing.forget(accountId);
            // An account that may not act any longer must not be let in by a primary that was voted out.
            return accounts.findLinearizable(accountId).map(Version::state);
        });
    }

    /** Any account, and from then on always the same; empty when there is none at all. */
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

    private static Map<String, Object> indexFields(AccountState account) {
        Map<String, Object> fields = new HashMap<>();
        fields.put(EMAIL_INDEX, account.emailIndex());
        fields.put(STATUS, account.status().name());
        String hospitalId = account.hospitalId();
        if (account.role() == Role.HOSPITAL && hospitalId != null) {
            fields.put(HOSPITAL_ID, hospitalId);
        }
        return fields;
    }

    private static Query idOnly(Criteria criteria) {
        Query query = query(criteria);
        query.fields().include("_id");
        return query;
    }
}
