package org.healthpassport.api.aggregate;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import org.healthpassport.api.keys.SubjectKeyRing;
import org.healthpassport.api.linearizable.LinearizableReads;
import org.healthpassport.api.outbox.AggregateRef;
import org.healthpassport.api.outbox.Lease;
import org.healthpassport.api.outbox.OutboxRelay;
import org.healthpassport.api.outbox.PendingEvent;
import org.healthpassport.api.unreadable.CannotBeRead;
import org.healthpassport.api.unreadable.Found;
import org.healthpassport.api.unreadable.UnreadableAlarm;
import org.healthpassport.api.unreadable.UnreadableReason;
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
 * The aggregates of one kind. Each is one MongoDB document that holds its sealed state, its version and the events that
 * Kafka does not have yet, so that one conditional write saves a decision and what is to be told of it.
 */
public final class Aggregates<S> {
    private static final int ATTEMPTS = 3;

    private final AggregateKind<S> kind;
    private final StateSeal<S> seal;
    private final ReactiveMongoTemplate mongo;
    private final LinearizableReads linearizable;
    private final SubjectKeyRing keyRing;
    private final OutboxRelay relay;
    private final StampedEvents stamped;
    private final UnreadableAlarm alarm;
    private final Clock clock;

    Aggregates(
            AggregateKind<S> kind,
            ReactiveMongoTemplate mongo,
            SubjectKeyRing keyRing,
            OutboxRelay relay,
            StampedEvents stamped,
            UnreadableAlarm alarm,
            Clock clock) {
        this.kind = kind;
        this.seal = new StateSeal<>(kind);
        this.mongo = mongo;
        this.linearizable = new LinearizableReads(mongo);
        this.keyRing = keyRing;
        this.relay = relay;
        this.stamped = stamped;
        this.alarm = alarm;
        this.clock = clock;
    }

    /**
     * The aggregate as it is now; empty when there is none, or when its subject's keys were destroyed.
     *
     * @return fails with {@link CannotBeRead} where it is there, but damaged
     */
    public Mono<Version<S>> find(String id) {
        return load(id).map(Loaded::current);
    }

    /** As {@link #find}, but nothing that was found, or found missing, can turn out to be otherwise after a failover. */
    public Mono<Version<S>> findLinearizable(String id) {
        return loadLinearizable(id).map(Loaded::current);
    }

    /**
     * All aggregates of a subject, newest first, from behind {@code after} on; those that cannot be read stand in their
     * places. None when the subject's keys were destroyed.
     */
    public Flux<Listed<S>> ofSubject(String subjectId, @Nullable Position after) {
        Mono<SubjectKeys> keys = keyRing.of(subjectId).cache();
        return stored(StoredAggregate.SUBJECT, subjectId, after).concatMap(stored -> listed(stored, keys));
    }

    /** How many aggregates a subject has; an index tells. */
    public Mono<Long> count(String subjectId) {
        return mongo.count(query(where(StoredAggregate.SUBJECT).is(subjectId)), kind.collection());
    }

    /**
     * A number among the index fields of each aggregate of a subject, 0 where there is none. No seal is opened, so it is
     * for bounds alone, and told of what cannot be read as well.
     */
    public Flux<Long> numbers(String subjectId, String indexField) {
        Query query = query(where(StoredAggregate.SUBJECT).is(subjectId));
        query.fields().include(indexField);
        return mongo.find(query, Document.class, kind.collection())
                .map(stored -> stored.get(indexField) instanceof Number number ? number.longValue() : 0L);
    }

    /**
     * All aggregates in one of whose list fields that value stands, newest first, from behind {@code after} on; those
     * that cannot be read stand in their places. Whether their state agrees is for the caller to see.
     */
    public Flux<Listed<S>> listedBy(String field, String value, @Nullable Position after) {
        return stored(field, value, after).concatMap(stored -> listed(stored, keysOf(stored)));
    }

    /**
     * Saves a new aggregate, durably. The keys of its subject must exist.
     *
     * @return its first version; fails with a {@code DuplicateKeyException} if the id, or what a unique index covers,
     *     is taken, and with {@link CreatedTooLate} if the id was {@linkplain #ruleOut ruled out}
     */
    public Mono<Version<S>> create(String id, S state, NewEvent... newEvents) {
        return Mono.defer(() -> {
            String subjectId = kind.subjectId().apply(state);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            return keyRing.require(subjectId)
                    .flatMap(keys -> stamped.number(id, subjectId, List.of(newEvents), 0, now)
                            .flatMap(events -> insert(id, subjectId, now, state, events, keys)));
        });
    }

    private Mono<Version<S>> insert(
            String id, String subjectId, Instant now, S state, List<PendingEvent> events, SubjectKeys keys) {
        byte[] sealed = seal.seal(keys, id, 1, new SealedState<>(events.size(), now, state));
        Lease lease = events.isEmpty() ? null : Lease.taken(null, relay.instance());
        StoredAggregate stored =
                StoredAggregate.first(id, subjectId, now, kind.indexFields().apply(state), sealed, events.size());
        return mongo.insert((lease == null ? stored : stored.with(events, lease)).document(), kind.collection())
                .doOnSuccess(inserted -> relay.nudge(new AggregateRef(kind.collection(), id), events, lease))
                .onErrorResume(
                        DuplicateKeyException.class,
                        taken -> isRuledOut(id).flatMap(tooLate -> Mono.error(tooLate ? new CreatedTooLate() : taken)))
                .thenReturn(new Version<>(id, 1, now, state));
    }

    /**
     * Makes certain that no aggregate will ever be created under an id, so that what was made for one can be removed:
     * a process that stood still for however long can then not commit it any more.
     *
     * @return false if there is one, which is left as it is
     */
    public Mono<Boolean> ruleOut(String id) {
        return mongo.insert(StoredAggregate.ruledOut(id), kind.collection())
                .thenReturn(true)
                .onErrorResume(DuplicateKeyException.class, taken -> isRuledOut(id));
    }

    /** Removes an aggregate, of which nobody was ever told, where nobody else can be about to create it. */
    public Mono<Void> discard(String id) {
        return mongo.remove(query(where("_id").is(id)), kind.collection()).then();
    }

    /** Removes an aggregate, of which nobody was ever told, if there is one, and rules its id out at the same moment. */
    public Mono<Void> giveUp(String id) {
        return mongo.findAndReplace(
                        query(where("_id").is(id)),
                        StoredAggregate.ruledOut(id),
                        FindAndReplaceOptions.options().upsert(),
                        kind.collection())
                .then();
    }

    private Mono<Boolean> isRuledOut(String id) {
        return mongo.exists(
                query(where("_id").is(id).and(StoredAggregate.RULED_OUT).is(true)), kind.collection());
    }

    /** Whether there is an aggregate of that id, readable or not. */
    public Mono<Boolean> exists(String id) {
        return mongo.exists(
                query(where("_id").is(id).and(StoredAggregate.VERSION).exists(true)), kind.collection());
    }

    /**
     * Decides on the current state and saves what was decided with one conditional write; if somebody else was faster,
     * decides again on the new state, three times at most. Whatever changes nothing, because it is already so, refused,
     * or there is no such aggregate, is decided by a linearizable read: nobody is told what a failover takes back.
     *
     * @return the version after the decision; empty when there is no such aggregate; fails with the
     *     exception of a refusal, or with {@link ConcurrentChanges} after three lost races
     */
    public Mono<Version<S>> change(String id, Function<Version<S>, Decision<S>> decide) {
        return firstAttempt(id, current -> new Attempt<>(decide.apply(current), current), unneeded -> Mono.empty())
                .map(Outcome::version);
    }

    /**
     * The same for what names something that has to exist before it is committed. Each attempt makes what it itself
     * decided on, and commits only that.
     *
     * @param make makes the prerequisite of an attempt durable; what attempts made that lost stays behind, and no state
     *     ever names it
     * @return the prerequisite of the attempt that was committed; empty when nothing was to be changed
     */
    public <P> Mono<P> change(String id, Function<Version<S>, Attempt<S, P>> decide, Function<P, Mono<Void>> make) {
        return firstAttempt(id, decide, make).mapNotNull(Outcome::made);
    }

    /** On what a majority read finds: good enough for a decision whose write is conditional on just that. */
    private <P> Mono<Outcome<S, P>> firstAttempt(
            String id, Function<Version<S>, Attempt<S, P>> decide, Function<P, Mono<Void>> make) {
        return load(id).flatMap(loaded -> commit(loaded, decide.apply(loaded.current()), make))
                .switchIfEmpty(Mono.defer(() -> attempt(id, decide, make, ATTEMPTS - 1)));
    }

    private <P> Mono<Outcome<S, P>> attempt(
            String id, Function<Version<S>, Attempt<S, P>> decide, Function<P, Mono<Void>> make, int attemptsLeft) {
        if (attemptsLeft == 0) {
            return Mono.error(ConcurrentChanges::new);
        }
        return loadLinearizable(id).flatMap(loaded -> {
            Attempt<S, P> attempt = decide.apply(loaded.current());
            if (attempt.decision() instanceof Decision.Refused<S> refused) {
                return Mono.error(refused.refusal().get());
            }
            if (attempt.decision() instanceof Decision.Unchanged<S>) {
                return Mono.just(new Outcome<S, P>(loaded.current(), null));
            }
            return commit(loaded, attempt, make)
                    .switchIfEmpty(Mono.defer(() -> attempt(id, decide, make, attemptsLeft - 1)));
        });
    }

    /** Empty when nothing was accepted, or when the aggregate was changed since it was loaded. */
    private <P> Mono<Outcome<S, P>> commit(Loaded<S> loaded, Attempt<S, P> attempt, Function<P, Mono<Void>> make) {
        return attempt.decision() instanceof Decision.Accepted<S> accepted
                ? make.apply(attempt.prerequisite())
                        .then(Mono.defer(() -> save(loaded, accepted)))
                        .map(saved -> new Outcome<>(saved, attempt.prerequisite()))
                : Mono.empty();
    }

    /** Empty when the aggregate was changed since it was loaded. */
    private Mono<Version<S>> save(Loaded<S> loaded, Decision.Accepted<S> accepted) {
        StoredAggregate stored = loaded.stored();
        Instant now = latest(clock.instant().truncatedTo(ChronoUnit.MILLIS), loaded.lastEventTime());
        return stamped.number(stored.id(), stored.subjectId(), accepted.events(), loaded.sequence(), now)
                .flatMap(events -> update(loaded, accepted, events, now));
    }

    private Mono<Version<S>> update(
            Loaded<S> loaded, Decision.Accepted<S> accepted, List<PendingEvent> events, Instant now) {
        StoredAggregate stored = loaded.stored();
        String id = stored.id();
        long version = stored.version() + 1;
        SealedState<S> next = new SealedState<>(loaded.sequence() + events.size(), now, accepted.state());
        Update update = StoredAggregate.change(
                version,
                kind.indexFields().apply(accepted.state()),
                seal.seal(loaded.keys(), id, version, next),
                next.sequence(),
                clock.instant());
        Lease lease = events.isEmpty() ? null : stored.leaseFor(relay.instance());
        if (!events.isEmpty()) {
            StoredAggregate.append(update, events, lease);
        }
        return mongo.updateFirst(
                        query(where("_id").is(id).and(StoredAggregate.VERSION).is(stored.version())),
                        update,
                        kind.collection())
                .filter(result -> result.getMatchedCount() == 1)
                .doOnNext(result ->
                        relay.nudge(new AggregateRef(kind.collection(), id), stored.waitingWith(events), lease))
                .map(result -> new Version<>(id, version, stored.createdAt(), accepted.state()));
    }

    private Mono<Loaded<S>> load(String id) {
        return open(mongo.findById(id, Document.class, kind.collection()));
    }

    private Mono<Loaded<S>> loadLinearizable(String id) {
        return open(linearizable.findById(id, kind.collection()));
    }

    private Mono<Loaded<S>> open(Mono<Document> found) {
        return found.map(StoredAggregate::new)
                .filter(stored -> !stored.isRuledOut())
                .flatMap(this::open);
    }

    private Flux<StoredAggregate> stored(String field, String value, @Nullable Position after) {
        Query query = query(StoredAggregate.listed(field, value, after)).with(StoredAggregate.NEWEST_FIRST);
        return mongo.find(query, Document.class, kind.collection()).map(StoredAggregate::new);
    }

    /** Empty when the keys of its subject were destroyed. */
    private Mono<Listed<S>> listed(StoredAggregate stored, Mono<SubjectKeys> keys) {
        return open(stored, keys)
                .map(loaded -> Listed.of(loaded.current()))
                .onErrorResume(
                        CannotBeRead.class,
                        broken -> Mono.just(new Listed<>(stored.position(), Found.broken(broken.unreadable()))));
    }

    /** Empty when the keys of its subject were destroyed. */
    private Mono<Loaded<S>> open(StoredAggregate stored) {
        return open(stored, keysOf(stored));
    }

    /** Asks for the keys first, so that the time does not tell what is wrong with it. */
    private Mono<Loaded<S>> open(StoredAggregate stored, Mono<SubjectKeys> keys) {
        return keys.onErrorMap(SealBroken.class, broken -> unreadable(stored, UnreadableReason.KEYS_BROKEN, broken))
                .map(unwrapped -> open(stored, unwrapped));
    }

    private Loaded<S> open(StoredAggregate stored, SubjectKeys keys) {
        if (!stored.isWhole()) {
            throw unreadable(stored, UnreadableReason.MALFORMED, null);
        }
        try {
            SealedState<S> opened = seal.open(keys, stored.id(), stored.version(), stored.sealed());
            stored.requireLast(opened.sequence());
            return new Loaded<>(stored, keys, opened);
        } catch (SealBroken broken) {
            throw unreadable(stored, UnreadableReason.SEAL_BROKEN, broken);
        } catch (JacksonException notOurs) {
            throw unreadable(stored, UnreadableReason.MALFORMED, null);
        }
    }

    private Mono<SubjectKeys> keysOf(StoredAggregate stored) {
        return Mono.defer(() -> stored.hasSubject()
                ? keyRing.of(stored.subjectId())
                : Mono.error(new SealBroken("Expected the id of whose it is, but there is none.")));
    }

    /** Never caused by what JSON is complained of with, which quotes it. */
    private CannotBeRead unreadable(StoredAggregate stored, UnreadableReason reason, @Nullable SealBroken cause) {
        return alarm.raise(stored.unreadable(kind.collection(), reason), cause);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** @param made what the attempt that was committed had made before; null where nothing was committed */
    private record Outcome<S, P>(
            Version<S> version, @Nullable P made) {}

    private record Loaded<S>(StoredAggregate stored, SubjectKeys keys, SealedState<S> opened) {
        Version<S> current() {
            return new Version<>(stored.id(), stored.version(), stored.createdAt(), opened.state());
        }

        long sequence() {
            return opened.sequence();
        }

        Instant lastEventTime() {
            return opened.lastEventTime();
        }
    }
}
