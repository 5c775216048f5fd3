package org.healthpassport.aggregates;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.bson.Document;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.event.StampedEvents;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.linearizable.LinearizableReads;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.outbox.AggregateRef;
import org.healthpassport.aggregates.outbox.Lease;
import org.healthpassport.aggregates.outbox.OutboxRelay;
import org.healthpassport.aggregates.outbox.PendingEvent;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.aggregates.watch.Watched;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.FindAndReplaceOptions;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * The aggregates of one kind. Each is one MongoDB document that holds the sealed state, the version and the events that
 * Kafka does not have yet, so that one conditional write saves a decision together with its events.
 */
public final class Aggregates<S> {
    private static final int ATTEMPTS = 3;
    /** Some milliseconds to decrypt. */
    private static final int BATCH = 200;

    private final AggregateKind<S> kind;
    private final StateSeal<S> seal;
    private final ReactiveMongoTemplate mongo;
    private final LinearizableReads linearizable;
    private final SubjectKeyRing keyRing;
    private final OutboxRelay relay;
    private final StampedEvents stamped;
    private final UnreadableAlarm alarm;
    private final Clock clock;
    private final Guard<S> guard;

    Aggregates(
            AggregateKind<S> kind,
            ReactiveMongoTemplate mongo,
            SubjectKeyRing keyRing,
            OutboxRelay relay,
            StampedEvents stamped,
            UnreadableAlarm alarm,
            Clock clock,
            @Nullable Watched<S> watched) {
        this.kind = kind;
        this.seal = new StateSeal<>(kind);
        this.mongo = mongo;
        this.linearizable = new LinearizableReads(mongo);
        this.keyRing = keyRing;
        this.relay = relay;
        this.stamped = stamped;
        this.alarm = alarm;
        this.clock = clock;
        this.guard = new Guard<>(kind, id -> existing(linearizable.findById(id, kind.collection())), alarm, watched);
    }

    /**
     * The current state of the aggregate; empty if there is none, or if its subject's keys were destroyed.
     *
     * @return fails with {@link CannotBeRead} if it exists but is damaged
     */
    public Mono<Snapshot<S>> find(String id) {
        return load(id).map(Loaded::current);
    }

    /** As {@link #find}, but no failover can change the result afterwards, whether found or missing. */
    public Mono<Snapshot<S>> findLinearizable(String id) {
        return loadLinearizable(id).map(Loaded::current);
    }

    /**
     * All aggregates of a subject, newest first, after {@code after}; unreadable ones keep their places. None if the
     * subject's keys were destroyed.
     */
    public Flux<ListedAggregate<S>> ofSubject(String subjectId, @Nullable ListPosition after) {
        Mono<SubjectKeys> keys = keyRing.of(subjectId).cache();
        return stored(StoredAggregate.SUBJECT, subjectId, after).concatMap(stored -> listed(stored, keys));
    }

    /** The same in no order, with one query: for those who need all of them. Others have their turn between batches. */
    public Flux<ListedAggregate<S>> allOfSubject(String subjectId) {
        Mono<SubjectKeys> keys = keyRing.of(subjectId).cache();
        Query all = query(where(StoredAggregate.SUBJECT).is(subjectId)).cursorBatchSize(BATCH);
        return mongo.find(all, Document.class, kind.collection())
                .map(StoredAggregate::new)
                .concatMap(stored -> listed(stored, keys));
    }

    /** The aggregates with these ids, as far as they exist, in no order; unreadable ones are among them. */
    public Flux<ListedAggregate<S>> withIds(Collection<String> ids) {
        return mongo.find(query(where("_id").in(ids)), Document.class, kind.collection())
                .map(StoredAggregate::new)
                .filter(stored -> !stored.isRuledOut())
                .concatMap(stored -> listed(stored, keysOf(stored)));
    }

    /** The number of a subject's aggregates, from an index. */
    public Mono<Long> count(String subjectId) {
        return mongo.count(query(where(StoredAggregate.SUBJECT).is(subjectId)), kind.collection());
    }

    /** The number of aggregates that have the value in a list field, from its index; counts to a limit. */
    public Mono<Long> countBy(String field, String value, int limit) {
        return mongo.count(query(where(field).is(value)).limit(limit), kind.collection());
    }

    /** The values that a list field has, from its index. */
    public Flux<String> valuesOf(String field) {
        return mongo.findDistinct(new Query(), field, kind.collection(), String.class);
    }

    /**
     * All aggregates that have the value in a list field, newest first, after {@code after}; unreadable ones keep their
     * places. The caller must check that the sealed state agrees.
     */
    public Flux<ListedAggregate<S>> listedBy(String field, String value, @Nullable ListPosition after) {
        return stored(field, value, after).concatMap(stored -> listed(stored, keysOf(stored)));
    }

    /**
     * Saves a new aggregate, durably. The keys of its subject must exist.
     *
     * @return its first version; fails with a {@code DuplicateKeyException} if the id or the value of a unique field
     *     is taken, and with {@link CreatedTooLate} if the id was {@linkplain #ruleOut ruled out}
     */
    public Mono<Snapshot<S>> create(String id, S state, NewEvent... newEvents) {
        return Mono.defer(() -> {
            String subjectId = kind.subjectId().apply(state);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            return keyRing.require(subjectId)
                    .flatMap(keys -> stamped.number(id, subjectId, List.of(newEvents), 0, now)
                            .flatMap(events -> insert(id, subjectId, now, state, events, keys)));
        });
    }

    private Mono<Snapshot<S>> insert(
            String id, String subjectId, Instant now, S state, List<PendingEvent> events, SubjectKeys keys) {
        Map<String, @Nullable Object> fields = kind.fields(state, 1);
        SealedState<S> first =
                new SealedState<>(events.size(), now, state, guard.names(fields), guard.lastEvent(events, null));
        byte[] sealed = seal.seal(keys, id, 1, first);
        Lease lease = events.isEmpty() ? null : Lease.taken(null, relay.instance());
        StoredAggregate stored = StoredAggregate.first(id, subjectId, now, fields, sealed, events.size());
        return mongo.insert((lease == null ? stored : stored.with(events, lease)).document(), kind.collection())
                .doOnSuccess(inserted -> {
                    if (lease != null) {
                        relay.nudge(new AggregateRef(kind.collection(), id), events, lease);
                    }
                })
                .onErrorResume(
                        DuplicateKeyException.class,
                        taken -> isRuledOut(id).flatMap(tooLate -> Mono.error(tooLate ? new CreatedTooLate() : taken)))
                .doOnSuccess(inserted -> guard.note(id, 1, first))
                .thenReturn(new Snapshot<>(id, 1, now, state));
    }

    /**
     * Ensures that no aggregate will ever be created under an id, so that its prerequisites can be removed: even a
     * process that stood still for a long time cannot commit it any more.
     *
     * @return false if there is one, which stays as it is
     */
    public Mono<Boolean> ruleOut(String id) {
        return InsertIfMissing.insert(mongo, StoredAggregate.ruledOut(id), kind.collection())
                .flatMap(first -> first ? Mono.just(true) : isRuledOut(id));
    }

    /** Removes an aggregate that nobody was told about, if nobody else can be creating it. */
    public Mono<Void> discard(String id) {
        return mongo.remove(query(where("_id").is(id)), kind.collection()).then();
    }

    /**
     * Removes an aggregate that nobody was told about.
     *
     * @return false if it was changed since it was read
     */
    public Mono<Boolean> discard(Snapshot<S> seen) {
        return mongo.remove(
                        query(where("_id")
                                .is(seen.id())
                                .and(StoredAggregate.VERSION)
                                .is(seen.version())),
                        kind.collection())
                .map(result -> result.getDeletedCount() == 1);
    }

    /** Removes an aggregate that nobody was told about, if it exists, and rules its id out at the same moment. */
    public Mono<Void> giveUp(String id) {
        return mongo.findAndReplace(
                        query(where("_id").is(id)),
                        StoredAggregate.ruledOut(id),
                        FindAndReplaceOptions.options().upsert(),
                        kind.collection())
                .then();
    }

    /**
     * Makes every change fail that was decided on before, if it is not saved yet: even a process that stood still for a
     * long time has to decide again.
     *
     * @return false if there is no such aggregate
     */
    public Mono<Boolean> fence(String id) {
        return mongo.updateFirst(
                        query(where("_id").is(id).and(StoredAggregate.VERSION).exists(true)),
                        new Update().inc(StoredAggregate.FENCE, 1L),
                        kind.collection())
                .map(result -> result.getMatchedCount() == 1);
    }

    private Mono<Boolean> isRuledOut(String id) {
        return mongo.exists(
                query(where("_id").is(id).and(StoredAggregate.RULED_OUT).is(true)), kind.collection());
    }

    /** True if there is an aggregate with that id, readable or not. */
    public Mono<Boolean> exists(String id) {
        return mongo.exists(
                query(where("_id").is(id).and(StoredAggregate.VERSION).exists(true)), kind.collection());
    }

    /**
     * Decides on the current state and saves the result with one conditional write; if another writer was faster,
     * decides again on the new state, three times at most. A decision that writes nothing (no change, refused, or no
     * such aggregate) is confirmed by a linearizable read, so that a failover cannot contradict the answer.
     *
     * @return the snapshot after the decision; empty if there is no such aggregate; fails with
     *     {@link Refused} if the command is refused, and with {@link ConcurrentChanges} after three lost races
     */
    public Mono<Snapshot<S>> change(String id, Function<Snapshot<S>, Decision<S>> decide) {
        return firstAttempt(id, current -> new Attempt<>(decide.apply(current), current), unneeded -> Mono.empty())
                .map(Outcome::version);
    }

    /**
     * The same for a change with a prerequisite that must exist before the commit. Each attempt makes its own
     * prerequisite, and commits only with that.
     *
     * @param make makes the prerequisite of an attempt durable; those of lost attempts stay behind, and no state ever
     *     names them
     * @return the prerequisite of the attempt that was committed; empty if nothing had to be changed
     */
    public <P> Mono<P> change(String id, Function<Snapshot<S>, Attempt<S, P>> decide, Function<P, Mono<Void>> make) {
        return firstAttempt(id, decide, make).mapNotNull(Outcome::made);
    }

    /** The MongoDB collection that holds them. */
    public String collection() {
        return kind.collection();
    }

    /** True if something is to be decided about each of them when nobody knows which events a restored store has lost. */
    public boolean isUncertainWithoutEvents() {
        return kind.restoration().unknown() != null;
    }

    /**
     * Continues an aggregate behind the events that a restored store does not have: its next event gets the number after them,
     * and its state is what they say, as far as its kind knows. Nothing is announced, as all of that was.
     *
     * @return true if the state is another one now, false if only its number is; empty if there is no such aggregate, or it has
     *     these events; fails with {@link CannotBeRead} if it is damaged
     */
    public Mono<Boolean> continueBehind(String id, Restoration.Lost lost) {
        return openRestored(id)
                .filter(loaded -> loaded.sequence() < lost.sequence())
                .flatMap(loaded -> {
                    S before = loaded.opened().state();
                    S after = kind.restoration().known().apply(before, lost);
                    return save(loaded.behind(lost), new Decision.Accepted<>(after, List.of()))
                            .switchIfEmpty(Mono.error(ConcurrentChanges::new))
                            .thenReturn(!after.equals(before));
                });
    }

    /**
     * Does what is safe while nobody knows which events a restored store has lost.
     *
     * @return true if something was changed; otherwise as {@link #continueBehind}
     */
    public Mono<Boolean> secure(String id, Instant now) {
        BiFunction<Snapshot<S>, Instant, Decision<S>> unknown =
                kind.restoration().unknown();
        return unknown == null
                ? Mono.empty()
                : openRestored(id)
                        .flatMap(loaded -> unknown.apply(loaded.current(), now) instanceof Decision.Accepted<S> accepted
                                ? save(loaded, accepted)
                                        .switchIfEmpty(Mono.error(ConcurrentChanges::new))
                                        .thenReturn(true)
                                : Mono.just(false));
    }

    /** Although it is older than its newest event. */
    private Mono<Loaded<S>> openRestored(String id) {
        return existing(mongo.findById(id, Document.class, kind.collection()))
                .flatMap(stored -> withKeys(stored, keysOf(stored)).map(keys -> openOfAnyAge(stored, keys)));
    }

    /**
     * Reads with majority read concern, which is enough for a decision whose write is conditional on the version read.
     */
    private <P> Mono<Outcome<S, P>> firstAttempt(
            String id, Function<Snapshot<S>, Attempt<S, P>> decide, Function<P, Mono<Void>> make) {
        return load(id).flatMap(loaded -> commit(loaded, decide.apply(loaded.current()), make))
                .switchIfEmpty(Mono.defer(() -> attempt(id, decide, make, ATTEMPTS - 1)));
    }

    private <P> Mono<Outcome<S, P>> attempt(
            String id, Function<Snapshot<S>, Attempt<S, P>> decide, Function<P, Mono<Void>> make, int attemptsLeft) {
        if (attemptsLeft == 0) {
            return Mono.error(ConcurrentChanges::new);
        }
        return loadLinearizable(id).flatMap(loaded -> {
            Attempt<S, P> attempt = decide.apply(loaded.current());
            if (attempt.decision() instanceof Decision.Refused<S> refused) {
                return Mono.error(refused.refusal().asException());
            }
            if (attempt.decision() instanceof Decision.Unchanged<S>) {
                return Mono.just(new Outcome<S, P>(loaded.current(), null));
            }
            return commit(loaded, attempt, make)
                    .switchIfEmpty(Mono.defer(() -> attempt(id, decide, make, attemptsLeft - 1)));
        });
    }

    /** Empty if nothing was accepted, or if the aggregate was changed since it was loaded. */
    private <P> Mono<Outcome<S, P>> commit(Loaded<S> loaded, Attempt<S, P> attempt, Function<P, Mono<Void>> make) {
        return attempt.decision() instanceof Decision.Accepted<S> accepted
                ? make.apply(attempt.prerequisite())
                        .then(Mono.defer(() -> save(loaded, accepted)))
                        .map(saved -> new Outcome<>(saved, attempt.prerequisite()))
                : Mono.empty();
    }

    /** Empty if the aggregate was changed since it was loaded. */
    private Mono<Snapshot<S>> save(Loaded<S> loaded, Decision.Accepted<S> accepted) {
        StoredAggregate stored = loaded.stored();
        Instant now = latest(clock.instant().truncatedTo(ChronoUnit.MILLIS), loaded.lastEventTime());
        return stamped.number(stored.id(), stored.subjectId(), accepted.events(), loaded.sequence(), now)
                .flatMap(events -> update(loaded, accepted, events, now));
    }

    private Mono<Snapshot<S>> update(
            Loaded<S> loaded, Decision.Accepted<S> accepted, List<PendingEvent> events, Instant now) {
        StoredAggregate stored = loaded.stored();
        String id = stored.id();
        long version = stored.version() + 1;
        Map<String, @Nullable Object> fields = kind.fields(accepted.state(), version);
        SealedState<S> next = new SealedState<>(
                loaded.sequence() + events.size(),
                now,
                accepted.state(),
                guard.names(fields),
                guard.lastEvent(events, loaded.opened().lastEvent()));
        // Another release may have had fields that this one does not keep up to date.
        loaded.fields().forEach(field -> fields.putIfAbsent(field, null));
        Update update = StoredAggregate.change(
                version, fields, seal.seal(loaded.keys(), id, version, next), next.sequence(), clock.instant());
        Lease lease = events.isEmpty() ? null : stored.leaseFor(relay.instance());
        if (!events.isEmpty()) {
            stored.append(update, events, lease);
        }
        return mongo.updateFirst(query(stored.unchanged()), update, kind.collection())
                .filter(result -> result.getMatchedCount() == 1)
                .doOnNext(result -> guard.note(id, version, next))
                .doOnNext(
                        result -> relay.nudge(new AggregateRef(kind.collection(), id), stored.waiting(), events, lease))
                .onErrorMap(StoredAggregate::isTooLarge, full -> unreadable(stored, UnreadableReason.MALFORMED, null))
                .map(result -> new Snapshot<>(id, version, stored.createdAt(), accepted.state()));
    }

    private Mono<Loaded<S>> load(String id) {
        return open(id, mongo.findById(id, Document.class, kind.collection()));
    }

    private Mono<Loaded<S>> loadLinearizable(String id) {
        return open(id, linearizable.findById(id, kind.collection()));
    }

    private Mono<Loaded<S>> open(String id, Mono<Document> found) {
        return guard.newest(id, existing(found)).flatMap(this::open);
    }

    private static Mono<StoredAggregate> existing(Mono<Document> found) {
        return found.map(StoredAggregate::new).filter(stored -> !stored.isRuledOut());
    }

    private Flux<StoredAggregate> stored(String field, String value, @Nullable ListPosition after) {
        return StoredAggregate.ORDER
                .read(mongo, kind.collection(), field, value, after)
                .map(StoredAggregate::new);
    }

    /** Empty if the keys of its subject were destroyed. */
    private Mono<ListedAggregate<S>> listed(StoredAggregate stored, Mono<SubjectKeys> keys) {
        return (guard.isOutdated(stored) ? load(stored.id()) : open(stored, keys))
                .map(loaded -> ListedAggregate.of(loaded.current()))
                .onErrorResume(
                        CannotBeRead.class,
                        broken -> Mono.just(
                                new ListedAggregate<>(stored.position(), ReadResult.broken(broken.unreadable()))));
    }

    /** Empty if the keys of its subject were destroyed. */
    private Mono<Loaded<S>> open(StoredAggregate stored) {
        return open(stored, keysOf(stored));
    }

    /** Gets the keys first, so that the response time does not tell what is wrong with it. */
    private Mono<Loaded<S>> open(StoredAggregate stored, Mono<SubjectKeys> keys) {
        return withKeys(stored, keys).map(unwrapped -> open(stored, unwrapped));
    }

    private Mono<SubjectKeys> withKeys(StoredAggregate stored, Mono<SubjectKeys> keys) {
        return keys.onErrorMap(SealBroken.class, broken -> unreadable(stored, UnreadableReason.KEYS_BROKEN, broken));
    }

    private Loaded<S> open(StoredAggregate stored, SubjectKeys keys) {
        Loaded<S> loaded = openOfAnyAge(stored, keys);
        guard.requireNewest(stored, loaded.opened());
        return loaded;
    }

    private Loaded<S> openOfAnyAge(StoredAggregate stored, SubjectKeys keys) {
        if (!stored.isWhole()) {
            throw unreadable(stored, UnreadableReason.MALFORMED, null);
        }
        return new Loaded<>(stored, keys, opened(stored, keys));
    }

    private SealedState<S> opened(StoredAggregate stored, SubjectKeys keys) {
        try {
            SealedState<S> opened = seal.open(keys, stored.id(), stored.version(), stored.sealed());
            stored.requireLast(opened.sequence());
            guard.require(stored, opened);
            return opened;
        } catch (SealBroken broken) {
            throw unreadable(stored, UnreadableReason.SEAL_BROKEN, broken);
        } catch (JacksonException notOurs) {
            throw unreadable(stored, UnreadableReason.MALFORMED, null);
        }
    }

    private Mono<SubjectKeys> keysOf(StoredAggregate stored) {
        return Mono.defer(() -> stored.hasSubject()
                ? keyRing.of(stored.subjectId())
                : Mono.error(new SealBroken("Expected the id of the subject, but there is none.")));
    }

    /** Drops the cause if it is a JSON failure, whose message quotes the JSON. */
    private CannotBeRead unreadable(StoredAggregate stored, UnreadableReason reason, @Nullable SealBroken cause) {
        return alarm.raise(stored.unreadable(kind.collection(), reason), cause);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** @param made the prerequisite of the attempt that was committed; null if nothing was committed */
    private record Outcome<S, P>(
            Snapshot<S> version, @Nullable P made) {}

    private record Loaded<S>(StoredAggregate stored, SubjectKeys keys, SealedState<S> opened) {
        Snapshot<S> current() {
            return new Snapshot<>(stored.id(), stored.version(), stored.createdAt(), opened.state());
        }

        long sequence() {
            return opened.sequence();
        }

        Instant lastEventTime() {
            return opened.lastEventTime();
        }

        /** The same, as if it had these events. */
        Loaded<S> behind(Restoration.Lost lost) {
            Restoration.LostEvent newest = lost.newest();
            return new Loaded<>(
                    stored,
                    keys,
                    new SealedState<>(
                            lost.sequence(),
                            latest(opened.lastEventTime(), newest.time()),
                            opened.state(),
                            opened.fields(),
                            newest.id()));
        }

        /** The names of the index fields of the release that stored it, as far as it sealed them. */
        Set<String> fields() {
            Set<String> names = opened.fields();
            return names == null ? Set.of() : names;
        }
    }
}
