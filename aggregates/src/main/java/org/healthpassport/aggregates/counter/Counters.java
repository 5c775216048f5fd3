package org.healthpassport.aggregates.counter;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.Document;
import org.healthpassport.aggregates.counter.CounterDocuments.Settlement;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.stereotype.Component;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Counters with a bound that is never exceeded, one for each subject and kind. A command reserves before it commits; the
 * reservation counts from that moment on. When the command is over, its reservation is settled or released, in a batch
 * with others.
 *
 * <pre>
 *   reserve (used + amount) --+--committed--> settle   the reservation goes, used gets the real amount
 *                             +--refused----> release  the reservation goes, used gets the amount back
 *                             +--died-------> sweep    after ten minutes: one of the two, by the fate of the command
 * </pre>
 *
 * <p>What a command gives back is reserved as well, but {@code used} gets it only with the settlement.
 */
@Component
public final class Counters implements PreparationStep, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Counters.class);

    /** The counters that one command reserves from at the same time. */
    private static final int AT_ONCE = 8;
    /** Attempts while others take and give back at the bound. */
    private static final int ATTEMPTS = 8;

    private static final Duration REMEMBERED_AS_FULL = Duration.ofMinutes(1);
    private static final int FULL_REMEMBERED_AT_MOST = 10_000;

    private final Map<String, CounterKind> kinds = new ConcurrentHashMap<>();
    /** The ids of counters that have refused, so that commands need not look at all the others before they begin. */
    private final Cache<String, Boolean> full = Caffeine.newBuilder()
            .maximumSize(FULL_REMEMBERED_AT_MOST)
            .expireAfterWrite(REMEMBERED_AS_FULL)
            .build();

    private final CounterDocuments documents;
    private final Settlements settlements;
    private final Clock clock;

    public Counters(ReactiveMongoTemplate mongo, Clock clock) {
        this.documents = new CounterDocuments(mongo);
        this.settlements = new Settlements(documents);
        this.clock = clock;
        settlements.start();
    }

    /** Announces a kind of counter; call it while the service starts, so that the sweep knows it. */
    public CounterKind counting(CounterKind kind) {
        if (kinds.putIfAbsent(kind.name(), kind) != null) {
            throw new IllegalStateException(
                    "Expected one kind of counter '%s', but there are two".formatted(kind.name()));
        }
        return kind;
    }

    @Override
    public Mono<Void> prepare() {
        return documents.createIndex();
    }

    /**
     * Refuses early what a counter would refuse at this moment, if that counter has refused here within the last minute;
     * only {@link #reserve} decides.
     *
     * @return fails with a {@link CounterRefusal} if a bound would be exceeded
     */
    public Mono<Void> requireRoom(String subjectId, List<Demand> demands) {
        Map<String, Demand> byId = demands.stream()
                .filter(demand -> full.getIfPresent(demand.kind().idOf(subjectId)) != null)
                .collect(toMap(demand -> demand.kind().idOf(subjectId), demand -> demand));
        if (byId.isEmpty()) {
            return Mono.empty();
        }
        return documents
                .find(byId.keySet())
                .mapNotNull(StoredCounter::from)
                .flatMap(counter -> {
                    Demand demand = requireNonNull(byId.get(counter.id()));
                    return counter.used() > demand.kind().bound() - demand.amount()
                            ? refuse(demand.kind(), counter)
                            : Mono.empty();
                })
                .then();
    }

    /**
     * Reserves amounts for a command, all or none.
     *
     * @return the reservations, durable, in the order of the demands; fails with a {@link CounterRefusal} if a counter refuses
     */
    public Mono<List<Reservation>> reserve(String subjectId, String commandId, List<Demand> demands) {
        return Mono.defer(() -> {
            Map<Reservation, Long> bounds = new LinkedHashMap<>();
            for (Demand demand : demands) {
                if (demand.amount() != 0) {
                    bounds.put(
                            reservation(subjectId, commandId, demand),
                            demand.kind().bound());
                }
            }
            return bounds.size() < 2
                    ? reserveOneByOne(subjectId, commandId, demands)
                    : documents
                            .reserve(bounds, clock.instant())
                            .flatMap(all -> all
                                    ? Mono.just(List.copyOf(bounds.keySet()))
                                    : reserveOneByOne(subjectId, commandId, demands));
        });
    }

    /** Finds those that the command holds already, and explains why it cannot have the others. */
    private Mono<List<Reservation>> reserveOneByOne(String subjectId, String commandId, List<Demand> demands) {
        return Mono.defer(() -> {
            List<Reservation> made = new CopyOnWriteArrayList<>();
            return Flux.fromIterable(demands)
                    .filter(demand -> demand.amount() != 0)
                    .flatMapSequentialDelayError(
                            demand -> reserve(subjectId, commandId, demand).doOnNext(made::add), AT_ONCE, 1)
                    .collectList()
                    .doOnError(failure -> made.forEach(this::release))
                    .onErrorMap(failure -> Exceptions.unwrapMultiple(failure).get(0));
        });
    }

    private static Reservation reservation(String subjectId, String commandId, Demand demand) {
        return new Reservation(demand.kind().idOf(subjectId), commandId, demand.amount());
    }

    private Mono<Reservation> reserve(String subjectId, String commandId, Demand demand) {
        CounterKind kind = demand.kind();
        Reservation reservation = reservation(subjectId, commandId, demand);
        Mono<Reservation> reserved = attempt(kind, subjectId, reservation, ATTEMPTS);
        // A command that gives back is not refused for that; a later check finds what it gave back.
        return demand.amount() < 0 ? reserved.onErrorResume(Refused.class, full -> Mono.empty()) : reserved;
    }

    private Mono<Reservation> attempt(CounterKind kind, String subjectId, Reservation reservation, int attemptsLeft) {
        if (attemptsLeft == 0) {
            return Mono.error(new CounterRefusal.TooManyAtOnce(kind.name()).asException());
        }
        return documents
                .reserve(reservation, kind.bound(), clock.instant())
                .flatMap(done -> done
                        ? Mono.just(reservation)
                        : explain(kind, subjectId, reservation)
                                .switchIfEmpty(
                                        Mono.defer(() -> attempt(kind, subjectId, reservation, attemptsLeft - 1))));
    }

    /** Empty if the next attempt may succeed. */
    private Mono<Reservation> explain(CounterKind kind, String subjectId, Reservation reservation) {
        return documents
                .find(reservation.counterId())
                .flatMap(found -> rebuiltIfDamaged(kind, subjectId, found).then(Mono.just(found)))
                .switchIfEmpty(Mono.defer(() -> make(kind, subjectId).then(Mono.empty())))
                .mapNotNull(StoredCounter::from)
                .flatMap(counter -> explain(kind, counter, reservation));
    }

    private Mono<Reservation> explain(CounterKind kind, StoredCounter counter, Reservation reservation) {
        if (counter.holds(reservation.commandId())) {
            return Mono.just(reservation);
        }
        if (counter.open() >= CounterDocuments.OPEN_AT_MOST) {
            return Mono.error(new CounterRefusal.TooManyAtOnce(kind.name()).asException());
        }
        if (counter.used() > kind.bound() - reservation.held()) {
            return refuse(kind, counter);
        }
        return Mono.empty();
    }

    /** Has the counter compared with the truth, in case it is wrong. */
    private <T> Mono<T> refuse(CounterKind kind, StoredCounter counter) {
        full.put(counter.id(), true);
        return documents.markUnsettled(counter.id()).then(Mono.error(isFull(kind)));
    }

    private static Refused isFull(CounterKind kind) {
        return new CounterRefusal.Full(kind.name(), kind.bound()).asException();
    }

    private static Refused givenBack(CounterKind kind) {
        return new CounterRefusal.GivenBack(kind.name()).asException();
    }

    /**
     * Adds to the reservation of a command whose amount is not known yet.
     *
     * @return the larger reservation, which replaces the other; fails with a {@link CounterRefusal}
     */
    public Mono<Reservation> grow(CounterKind kind, Reservation reservation, long step) {
        return documents
                .grow(reservation, step, kind.bound(), clock.instant())
                .flatMap(grown -> grown
                        ? Mono.just(reservation.grownBy(step))
                        : documents
                                .renew(reservation, clock.instant())
                                .flatMap(there -> Mono.error(there ? isFull(kind) : givenBack(kind))));
    }

    /** Keeps the sweep from looking at a command that takes long; fails with a {@link CounterRefusal} if it has. */
    public Mono<Void> renew(CounterKind kind, Reservation reservation) {
        return documents
                .renew(reservation, clock.instant())
                .flatMap(there -> there ? Mono.empty() : Mono.error(givenBack(kind)));
    }

    /** Ends the reservation of a command that has taken effect; returns at once. */
    public void settle(Reservation reservation) {
        settle(reservation, reservation.amount());
    }

    /**
     * The same for a command that took less than it had reserved.
     *
     * @param counted at most what was reserved
     */
    public void settle(Reservation reservation, long counted) {
        settlements.add(new Settlement(reservation, counted));
    }

    /** The same for commands whose caller waits; if it fails, the sweep settles them. */
    Mono<Void> settleNow(List<Reservation> reservations) {
        return reservations.isEmpty()
                ? Mono.empty()
                : settlements.write(reservations.stream()
                        .map(reservation -> new Settlement(reservation, reservation.amount()))
                        .toList());
    }

    /** Gives back the reservation of a command that has not taken effect and never will; returns at once. */
    public void release(Reservation reservation) {
        settlements.add(new Settlement(reservation, 0));
    }

    @Override
    public void close() {
        settlements.close();
    }

    CounterDocuments documents() {
        return documents;
    }

    /** The kind of a counter, and its subject; null if this service does not know it. */
    @Nullable
    Owner ownerOf(String counterId) {
        int slash = counterId.lastIndexOf('/');
        CounterKind kind = kinds.get(counterId.substring(slash + 1));
        return kind == null || slash < 0 ? null : new Owner(kind, counterId.substring(0, slash));
    }

    /**
     * Makes a missing counter from the truth. Nobody commits without a reservation, and nobody has one, so that the
     * truth cannot change before the counter is there.
     */
    Mono<Void> make(CounterKind kind, String subjectId) {
        return kind.truth()
                .count(subjectId)
                .flatMap(truth -> documents.insert(StoredCounter.first(kind.idOf(subjectId), truth, clock.instant())))
                .then();
    }

    Mono<Void> rebuiltIfDamaged(CounterKind kind, String subjectId, Document found) {
        if (StoredCounter.from(found) != null) {
            return Mono.empty();
        }
        log.error(
                "Expected counter '{}' to be as it was written, but it was changed by hand; making it from the truth",
                kind.idOf(subjectId));
        return documents.removeDamaged(found).then(make(kind, subjectId));
    }

    /** The kind and the subject of a counter. */
    record Owner(CounterKind kind, String subjectId) {}
}
