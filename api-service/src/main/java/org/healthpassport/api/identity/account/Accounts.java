package org.healthpassport.api.identity.account;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bson.Document;
import org.healthpassport.aggregates.AggregateKind;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Attempt;
import org.healthpassport.aggregates.ConcurrentChanges;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.ListPosition;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.KnownCallers;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyedDigest;
import org.healthpassport.vault.standing.AccountStanding;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
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
    private static final String EMAIL_INDEX = "emailIndex";
    /** The blind index of the email of an account that is unconfirmed; several may have the same. */
    private static final String UNCONFIRMED_EMAIL = "unconfirmedEmail";
    /** The index field of the accounts that stand for hospitals; the hospitalId of other accounts stays sealed. */
    private static final String HOSPITAL_ID = "hospitalId";
    /** The blind indexes of the emails that an account had, and whose readers may take it back. */
    private static final String FORMER_EMAIL = "formerEmail";

    private static final String CREATED = "createdAt";
    private static final String STATUS = "status";
    private static final String ROLE_AND_STATUS = "roleAndStatus";
    /** The index field of doctors and of further administrators: a blind index of role, hospital and status. */
    private static final String COLLEAGUES = "colleagues";
    /** The index field of all accounts: a blind index of the patient's id, or of the account's for those without one. */
    private static final String PERSON = "person";

    private final Aggregates<AccountState> accounts;
    private final SubjectKeyRing keyRing;
    private final SharedSecret<KeyedDigest> emailIndexKey;
    private final ReactiveMongoTemplate mongo;
    private final AccountStandings standings;
    private final Clock clock;
    private volatile @Nullable String decoyId;

    Accounts(
            AggregateStore store,
            SubjectKeyRing keyRing,
            SharedSecret<KeyedDigest> emailIndexKey,
            ReactiveMongoTemplate mongo,
            KeyEncryptionKeys keyEncryptionKeys,
            SecondFactorSettings secondFactorSettings,
            Clock clock) {
        this.accounts = store.of(new AggregateKind<>(
                COLLECTION,
                "ACCOUNT",
                AccountState.class,
                AccountState::accountId,
                Set.of(EMAIL_INDEX, HOSPITAL_ID, PERSON),
                Set.of(STATUS, ROLE_AND_STATUS, COLLEAGUES, UNCONFIRMED_EMAIL, FORMER_EMAIL),
                this::indexFields));
        this.keyRing = keyRing;
        this.emailIndexKey = emailIndexKey;
        this.mongo = mongo;
        this.clock = clock;
        this.standings = new AccountStandings(accounts::find, mongo, keyEncryptionKeys, secondFactorSettings);
    }

    /** Makes the blind indexes of accounts: of email addresses, of patients, and of the hospitals of doctors. */
    @Bean
    static SharedSecret<KeyedDigest> emailIndexKey() {
        return SharedSecret.digestKey("email-index-key");
    }

    /** The blind index of an email address: equal for equal addresses, and useless without the key. */
    public String indexOf(EmailAddress email) {
        return emailIndexKey.get().index(EMAIL_INDEX, email.value());
    }

    private String colleagues(Role role, String hospitalId, AccountStatus status) {
        return emailIndexKey.get().index(COLLEAGUES, role.name(), hospitalId, status.name());
    }

    private String person(String id) {
        return emailIndexKey.get().index(PERSON, id);
    }

    private static String roleAndStatus(Role role, AccountStatus status) {
        return role + "/" + status;
    }

    public Mono<AccountState> find(String accountId) {
        return accounts.find(accountId).map(Snapshot::state);
    }

    @Override
    public Mono<Caller> active(String accountId) {
        return find(accountId).filter(AccountState::mayAct).map(AccountState::caller);
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

    /**
     * The account with that email, if its sealed state agrees with the index; if nobody has the email, the newest of the
     * unconfirmed accounts that want it. If there is none, another account is loaded, opened and discarded, so that the
     * response time does not tell. An unreadable account counts as none: the caller is not signed in and must not learn
     * its state.
     */
    public Mono<AccountState> findByEmail(String emailIndex) {
        return findByEmail(emailIndex, Sort.Direction.DESC);
    }

    /** The same with the oldest of the unconfirmed accounts, which does not change when somebody registers one more. */
    public Mono<AccountState> findOldestByEmail(String emailIndex) {
        return findByEmail(emailIndex, Sort.Direction.ASC);
    }

    private Mono<AccountState> findByEmail(String emailIndex, Sort.Direction unconfirmed) {
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

    /** The account of that hospital, active or not; empty if there is no such hospital. */
    public Mono<AccountState> findHospital(String hospitalId) {
        return mongo.findOne(idOnly(where(HOSPITAL_ID).is(hospitalId)), Document.class, COLLECTION)
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

    /**
     * Accounts, newest first, after {@code after}; unreadable ones are described by their stored fields. Where several
     * indexes are merged, each is read by a chunk of its own.
     *
     * @param role null for every role
     * @param status null for every status
     */
    public Flux<ListedAggregate<AccountState>> list(
            @Nullable Role role, @Nullable AccountStatus status, @Nullable ListPosition after) {
        Set<AccountStatus> statuses = status == null ? EnumSet.allOf(AccountStatus.class) : Set.of(status);
        return role == null
                ? listed(STATUS, statuses, AccountStatus::name, account -> true, after)
                : listed(
                        ROLE_AND_STATUS,
                        statuses,
                        one -> roleAndStatus(role, one),
                        account -> account.role() == role,
                        after);
    }

    /** Doctors of a hospital, listed in the same way. */
    public Flux<ListedAggregate<AccountState>> doctors(
            String hospitalId, Set<AccountStatus> statuses, @Nullable ListPosition after) {
        return listed(
                COLLEAGUES,
                statuses,
                status -> colleagues(Role.DOCTOR, hospitalId, status),
                account -> account.role() == Role.DOCTOR && hospitalId.equals(account.hospitalId()),
                after);
    }

    /** The administrators that a hospital invited and that have not closed their accounts. */
    public Flux<ListedAggregate<AccountState>> furtherAdministrators(String hospitalId) {
        return listed(
                COLLEAGUES,
                EnumSet.complementOf(EnumSet.of(AccountStatus.CLOSED)),
                status -> colleagues(Role.HOSPITAL, hospitalId, status),
                account -> account.role() == Role.HOSPITAL && hospitalId.equals(account.hospitalId()),
                null);
    }

    /** Active hospitals, listed in the same way. */
    public Flux<ListedAggregate<AccountState>> hospitals(@Nullable ListPosition after) {
        return listed(
                ROLE_AND_STATUS,
                Set.of(AccountStatus.ACTIVE),
                status -> roleAndStatus(Role.HOSPITAL, status),
                AccountState::standsForHospital,
                after);
    }

    /** The account with that email, if there is one, and the unconfirmed ones that want it; listed in the same way. */
    public Flux<ListedAggregate<AccountState>> withEmail(EmailAddress email, @Nullable ListPosition after) {
        String emailIndex = indexOf(email);
        return ListedAggregate.merged(List.of(
                        accounts.listedBy(EMAIL_INDEX, emailIndex, after),
                        accounts.listedBy(UNCONFIRMED_EMAIL, emailIndex, after)))
                .filter(listed -> listed.aggregate()
                        .mayBe(account -> account.state().emailIndex().equals(emailIndex)));
    }

    /** The account of that patient, if there is one. */
    public Flux<ListedAggregate<AccountState>> ofPatient(String patientId) {
        return accounts.listedBy(PERSON, person(patientId), null)
                .filter(listed -> listed.aggregate()
                        .mayBe(account -> patientId.equals(account.state().patientId())));
    }

    private Flux<ListedAggregate<AccountState>> listed(
            String field,
            Set<AccountStatus> statuses,
            Function<AccountStatus, String> value,
            Predicate<AccountState> agrees,
            @Nullable ListPosition after) {
        List<Flux<ListedAggregate<AccountState>>> lists = statuses.stream()
                .map(status -> accounts.listedBy(field, value.apply(status), after)
                        .filter(listed -> listed.aggregate()
                                .mayBe(account -> account.state().status() == status && agrees.test(account.state()))))
                .toList();
        return ListedAggregate.merged(lists);
    }

    /** As {@link Aggregates#change}, with more attempts: for about a second. */
    public Mono<AccountState> change(
            String accountId, Function<Snapshot<AccountState>, Decision<AccountState>> decide) {
        return accounts.change(accountId, decide)
                .retryWhen(ConcurrentChanges.RETRIES)
                .doOnNext(changed -> standings.changed(accountId, changed.version()))
                .map(Snapshot::state);
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
        return accounts.change(
                        accountId,
                        current -> new Attempt<>(decide.apply(current), current.version() + 1),
                        version -> requireActive(actingId, otherwise))
                .doOnNext(version -> standings.changed(accountId, version))
                .then();
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

    /** The fence makes a change fail that was decided on before the read and would be saved after it. */
    private Mono<Void> requireActive(String accountId, Refusal otherwise) {
        return accounts.fence(accountId)
                .then(accounts.findLinearizable(accountId))
                .filter(account -> account.state().mayAct())
                .switchIfEmpty(Mono.error(otherwise::asException))
                .then();
    }

    /** As {@link Aggregates#ruleOut}. */
    public Mono<Boolean> ruleOut(String accountId) {
        return accounts.ruleOut(accountId);
    }

    /**
     * True if nobody else can get that email: an account has it, or had it a short time ago and may take it back.
     * Unconfirmed accounts have none.
     */
    public Mono<Boolean> existsWithEmail(String emailIndex) {
        return mongo.exists(idOnly(where(EMAIL_INDEX).is(emailIndex)), COLLECTION)
                .flatMap(taken -> taken ? Mono.just(true) : isKeptForAnother(emailIndex, null));
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

    /** The unconfirmed accounts that were created before a time and can be read, newest first. */
    public Flux<Snapshot<AccountState>> unconfirmedBefore(Instant time) {
        return list(null, AccountStatus.UNCONFIRMED, new ListPosition(time, ""))
                .mapNotNull(listed -> listed.aggregate().ifReadable().orElse(null));
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

    /** Destroys the keys of an account that was never created. */
    public Mono<Void> discardKeys(String accountId) {
        return keyRing.discard(accountId);
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

    private Map<String, @Nullable Object> indexFields(AccountState account, long version) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        boolean unconfirmed = account.status() == AccountStatus.UNCONFIRMED;
        fields.put(EMAIL_INDEX, unconfirmed ? null : account.emailIndex());
        fields.put(UNCONFIRMED_EMAIL, unconfirmed ? account.emailIndex() : null);
        fields.put(FORMER_EMAIL, account.formerEmailIndexes());
        fields.put(STATUS, account.status().name());
        fields.put(ROLE_AND_STATUS, roleAndStatus(account.role(), account.status()));
        String patientId = account.patientId();
        fields.put(PERSON, person(patientId == null ? account.accountId() : patientId));
        fields.put(AccountStanding.FIELD, standings.sealed(account, version));
        String hospitalId = account.hospitalId();
        if (hospitalId != null) {
            fields.put(
                    account.standsForHospital() ? HOSPITAL_ID : COLLEAGUES,
                    account.standsForHospital()
                            ? hospitalId
                            : colleagues(account.role(), hospitalId, account.status()));
        }
        return fields;
    }

    private static Query idOnly(Criteria criteria) {
        Query query = query(criteria);
        query.fields().include("_id");
        return query;
    }
}
