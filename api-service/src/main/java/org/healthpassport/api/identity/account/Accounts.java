package org.healthpassport.api.identity.account;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.aggregates.AggregateKind;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Attempt;
import org.healthpassport.aggregates.ConcurrentChanges;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Restoration;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.watch.Watched;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.KnownCallers;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyedDigest;
import org.healthpassport.vault.standing.AccountStanding;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All accounts. Emails are unique; the write that gives an email to an account decides who gets it. An account that is
 * unconfirmed has none yet, so that it stands in nobody's way.
 */
@Component
public final class Accounts implements KnownCallers {
    private static final String COLLECTION = AccountStanding.COLLECTION;
    /** The index field of the accounts that stand for hospitals; the hospitalId of other accounts stays sealed. */
    private static final String HOSPITAL_ID = "hospitalId";

    private static final int HOSPITALS_AT_ONCE = 8;

    /** All of an account; a notification is a thing of its own. */
    private static final Set<EventType> EVENTS = Stream.of(EventType.values())
            .filter(type -> type.topic() == Topics.IDENTITY && type != EventType.NOTIFICATION_ADDED)
            .collect(Collectors.toUnmodifiableSet());

    /** For 49,152 suspended or closed accounts at least, in 4 MiB at most. */
    private static final int WATCHED_SLOTS = 1 << 16;

    private final Aggregates<AccountState> accounts;
    private final SubjectKeyRing keyRing;
    private final ReactiveMongoTemplate mongo;
    private final AccountStandings standings;
    private final AccountsByEmail byEmail;
    private final AccountLists lists;

    Accounts(
            AggregateStore store,
            SubjectKeyRing keyRing,
            SharedSecret<KeyedDigest> emailIndexKey,
            ReactiveMongoTemplate mongo,
            KeyEncryptionKeys keyEncryptionKeys,
            SecondFactorSettings secondFactorSettings,
            Watched<AccountState> watchedAccounts,
            Restoration<AccountState> accountRestoration,
            Clock clock) {
        this.accounts = store.of(
                new AggregateKind<AccountState>(
                                COLLECTION,
                                "ACCOUNT",
                                AccountState.class,
                                AccountState::accountId,
                                Set.of(AccountsByEmail.EMAIL_INDEX, HOSPITAL_ID, AccountLists.PERSON),
                                Stream.of(AccountLists.LIST_FIELDS, AccountsByEmail.LIST_FIELDS)
                                        .flatMap(Set::stream)
                                        .collect(Collectors.toSet()),
                                this::indexFields)
                        .restoredBy(accountRestoration),
                watchedAccounts);
        this.keyRing = keyRing;
        this.mongo = mongo;
        this.standings = new AccountStandings(
                accounts::find, watchedAccounts::knows, mongo, keyEncryptionKeys, secondFactorSettings);
        this.byEmail = new AccountsByEmail(accounts, emailIndexKey, keyRing, mongo, clock);
        this.lists = new AccountLists(accounts, emailIndexKey);
    }

    /** Makes the blind indexes of accounts: of email addresses, of patients, and of the hospitals of doctors. */
    @Bean
    static SharedSecret<KeyedDigest> emailIndexKey() {
        return SharedSecret.digestKey("email-index-key");
    }

    /** A suspended or closed account must not become active again. Of other accounts nothing is kept. */
    @Bean
    static Watched<AccountState> watchedAccounts() {
        return new Watched<>(
                "accounts",
                COLLECTION,
                where(AccountLists.STATUS).in(AccountStatus.SUSPENDED.name(), AccountStatus.CLOSED.name()),
                account -> account.status() == AccountStatus.SUSPENDED || account.status() == AccountStatus.CLOSED,
                EVENTS,
                Set.of(EventType.ACCOUNT_SUSPENDED, EventType.ACCOUNT_CLOSED),
                WATCHED_SLOTS);
    }

    /** Accounts by the emails that they have, had, or want. */
    public AccountsByEmail byEmail() {
        return byEmail;
    }

    /** Lists of accounts. */
    public AccountLists lists() {
        return lists;
    }

    public Mono<AccountState> find(String accountId) {
        return accounts.find(accountId).map(Snapshot::state);
    }

    /** The accounts with these ids that exist and can be read, by their ids. */
    public Mono<Map<String, AccountState>> find(Collection<String> accountIds) {
        return accountIds.isEmpty()
                ? Mono.just(Map.of())
                : accounts.withIds(accountIds)
                        .flatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()))
                        .collectMap(Snapshot::id, Snapshot::state);
    }

    /** The accounts that stand for these hospitals, by the ids of the hospitals; otherwise like {@link #find(Collection)}. */
    public Mono<Map<String, AccountState>> findHospitals(Collection<String> hospitalIds) {
        return Flux.fromIterable(hospitalIds)
                .flatMap(
                        id -> findHospital(id)
                                .onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                                .map(hospital -> Map.entry(id, hospital)),
                        HOSPITALS_AT_ONCE)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    @Override
    public Mono<Caller> active(String accountId) {
        return find(accountId).filter(AccountState::mayAct).map(AccountState::caller);
    }

    @Override
    public Mono<Boolean> mayTreat(Caller caller) {
        String hospitalId = caller.hospitalId();
        return hospitalId != null && (caller.role() == Role.DOCTOR || caller.role() == Role.HOSPITAL)
                ? findHospital(hospitalId).map(AccountState::mayAct).defaultIfEmpty(false)
                : Mono.just(false);
    }

    /**
     * The standing of an account as it was at most a second ago, for each of its requests; empty if there is no such
     * account. Changes by this instance show at once.
     *
     * @return fails with {@link org.healthpassport.edge.account.OlderThanSeen} if an old account was put back
     */
    public Mono<AccountStanding> standing(String accountId) {
        return standings.find(accountId);
    }

    /** The account of that hospital, active or not; empty if there is no such hospital. */
    public Mono<AccountState> findHospital(String hospitalId) {
        Query idOnly = query(where(HOSPITAL_ID).is(hospitalId));
        idOnly.fields().include("_id");
        return mongo.findOne(idOnly, Document.class, COLLECTION)
                .flatMap(stored -> find(stored.getString("_id")))
                .filter(account -> account.standsForHospital() && hospitalId.equals(account.hospitalId()));
    }

    /** True if the caller is an administrator of that hospital, and the hospital may act. */
    public Mono<Boolean> mayActFor(Caller caller, String hospitalId) {
        return caller.isHospital(hospitalId)
                ? findHospital(hospitalId).map(AccountState::mayAct).defaultIfEmpty(false)
                : Mono.just(false);
    }

    /** Fails with {@code otherwise} unless {@link #mayActFor}; the caller records it. */
    public Mono<Void> requireActingFor(Caller caller, String hospitalId, Refusal otherwise) {
        return mayActFor(caller, hospitalId)
                .filter(may -> may)
                .switchIfEmpty(Mono.error(otherwise::asException))
                .then();
    }

    /** As {@link Aggregates#change}, with more attempts: for about a second. */
    public Mono<AccountState> change(
            String accountId, Function<Snapshot<AccountState>, Decision<AccountState>> decide) {
        return changeSnapshot(accountId, decide).map(Snapshot::state);
    }

    /** The same, for those who need to know when the account was created. */
    public Mono<Snapshot<AccountState>> changeSnapshot(
            String accountId, Function<Snapshot<AccountState>, Decision<AccountState>> decide) {
        return accounts.change(accountId, decide)
                .retryWhen(ConcurrentChanges.RETRIES)
                .doOnNext(changed -> standings.changed(accountId, changed.version()));
    }

    /**
     * As {@link #change}, if another account may act at the moment of the commit. Nothing that happens to that account at
     * the same time is overlooked: of two administrators who suspend one another, one succeeds at most.
     *
     * @return fails with {@code otherwise} if the other account may not act any more
     */
    public Mono<Void> changeWhileActive(
            String accountId,
            String actingId,
            Function<Snapshot<AccountState>, Decision<AccountState>> decide,
            Refusal otherwise) {
        return changeAfter(accountId, decide, requireActive(actingId, otherwise));
    }

    /**
     * As {@link #change}, after something else that must be done before. It is done only if the decision is to change the
     * account, and again with each attempt.
     *
     * @return fails as that does, and then leaves the account as it is
     */
    public Mono<Void> changeAfter(
            String accountId, Function<Snapshot<AccountState>, Decision<AccountState>> decide, Mono<Void> before) {
        return accounts.change(
                        accountId,
                        current -> new Attempt<>(decide.apply(current), current.version() + 1),
                        version -> before)
                .retryWhen(ConcurrentChanges.RETRIES)
                .doOnNext(version -> standings.changed(accountId, version))
                .then();
    }

    /** An account as it is now: a change that was decided on before and is not saved yet fails, and is decided on again. */
    public Mono<AccountState> findFenced(String accountId) {
        return accounts.fence(accountId)
                .then(accounts.findLinearizable(accountId))
                .map(Snapshot::state);
    }

    /** The fence makes a change fail that was decided on before the read and would be saved after it. */
    private Mono<Void> requireActive(String accountId, Refusal otherwise) {
        return findFenced(accountId)
                .filter(AccountState::mayAct)
                .switchIfEmpty(Mono.error(otherwise::asException))
                .then();
    }

    /** As {@link Aggregates#ruleOut}. */
    public Mono<Boolean> ruleOut(String accountId) {
        return accounts.ruleOut(accountId);
    }

    /**
     * Removes an account that is unconfirmed, whose existence was announced to nobody. Its keys are left for {@link
     * #discardKeys}.
     *
     * @return false if it was changed since it was read
     */
    public Mono<Boolean> removeUnconfirmed(Snapshot<AccountState> seen) {
        return seen.state().status() == AccountStatus.UNCONFIRMED ? accounts.discard(seen) : Mono.just(false);
    }

    /**
     * Saves a new account with keys of its own. Publishes the event, unless the account is unconfirmed.
     *
     * @return fails with a {@code DuplicateKeyException} if the email is taken; its keys are left for {@link
     *     #discardKeys}
     */
    public Mono<AccountState> create(AccountState account) {
        NewEvent[] events =
                account.status() == AccountStatus.UNCONFIRMED ? new NewEvent[0] : new NewEvent[] {account.registered()};
        return keyRing.create(account.accountId())
                .then(accounts.create(account.accountId(), account, events))
                .map(Snapshot::state);
    }

    /**
     * As {@link #create} for an account that nothing else is created with.
     *
     * @return fails with {@code taken} if the email is taken, and then leaves no keys
     */
    public Mono<AccountState> createAlone(AccountState account, Refusal taken) {
        return create(account)
                .onErrorResume(
                        DuplicateKeyException.class,
                        lost -> discardKeys(account.accountId()).then(Mono.error(taken::asException)));
    }

    /** Destroys the keys of an account that was never created. */
    public Mono<Void> discardKeys(String accountId) {
        return keyRing.discard(accountId);
    }

    private Map<String, @Nullable Object> indexFields(AccountState account, long version) {
        Map<String, @Nullable Object> fields = new HashMap<>(AccountsByEmail.fieldsOf(account));
        fields.putAll(lists.fieldsOf(account));
        if (account.standsForHospital()) {
            fields.put(HOSPITAL_ID, account.hospitalId());
        }
        fields.put(AccountStanding.FIELD, standings.sealed(account, version));
        return fields;
    }
}
