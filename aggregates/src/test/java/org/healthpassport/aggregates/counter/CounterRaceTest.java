package org.healthpassport.aggregates.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.ConcurrentChanges;
import org.healthpassport.aggregates.CreatedTooLate;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.aggregates.refusal.Refused;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.threeten.extra.MutableClock;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Clients that race at the bound and stop between each two steps, while a sweep for which minutes fly runs all the time.
 * The counter is compared with the truth in moments in which nobody commits.
 */
class CounterRaceTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final int CLIENTS = 64;
    private static final int COMMANDS_OF_EACH = 8;
    private static final long BOUND = 40;
    private static final int SHELVES = 12;
    /** A sweep sees a reservation as old after so many rounds. */
    private static final int ROUNDS_UNTIL_OLD = 5;

    private final StoreAndBus real = StoreAndBus.shared();
    private final MutableClock clock = MutableClock.of(Instant.parse("2026-11-29T10:00:00Z"), ZoneOffset.UTC);
    private final Sinks.Many<Integer> rounds = Sinks.many().replay().latest();
    private final AtomicInteger round = new AtomicInteger();
    /** A command holds one permit while it commits. */
    private final Semaphore committing = new Semaphore(CLIENTS);

    private final Map<Fate, AtomicInteger> fates = new EnumMap<>(Map.of(
            Fate.DONE, new AtomicInteger(),
            Fate.REFUSED, new AtomicInteger(),
            Fate.TOO_LATE, new AtomicInteger(),
            Fate.DIED, new AtomicInteger()));
    private final List<String> shelfIds = new ArrayList<>();

    private Aggregates<Shelf> shelves;
    private Counters counters;
    private CounterSweep sweep;
    private CounterKind kind;
    private String subjectId;
    private volatile boolean racing = true;
    private volatile boolean corrected;

    @BeforeEach
    void open() {
        shelves = real.idleStore().of(Shelf.KIND);
        counters = new Counters(real.mongo(), clock);
        counters.prepare().block(WITHIN);
        sweep = new CounterSweep(counters, clock);
        kind = counters.counting(new CounterKind("contended", BOUND, truthOfShelves()));
        subjectId = real.ids().next();
        real.keyRing().create(subjectId).block(WITHIN);
        for (int i = 0; i < SHELVES; i++) {
            String id = real.ids().next();
            shelves.create(id, new Shelf(subjectId, Map.of())).block(WITHIN);
            shelfIds.add(id);
        }
    }

    /** Without corrections, the counter equals the truth only if each settlement was right. */
    private Truth truthOfShelves() {
        Truth truth = Shelf.truth(shelves);
        return new Truth() {
            @Override
            public Mono<Long> count(String ofSubject) {
                return corrected || round.get() == 0 ? truth.count(ofSubject) : Mono.empty();
            }

            @Override
            public Mono<CommandFate> fateOf(String commandId, long reserved) {
                return truth.fateOf(commandId, reserved);
            }
        };
    }

    @AfterEach
    void close() {
        counters.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNeverExceedTheBoundAndEqualTheTruthAfterTheSweep(boolean withCorrections) throws Exception {
        // given
        corrected = withCorrections;
        counters.make(kind, subjectId).block(WITHIN);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 2);
        Future<Integer> checking = threads.submit(this::check);
        Future<?> sweeping = threads.submit(this::sweepAllTheTime);

        // when
        List<Callable<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(i);
            clients.add(() -> {
                for (int j = 0; j < COMMANDS_OF_EACH; j++) {
                    run(random);
                }
                return null;
            });
        }
        for (Future<Void> client : threads.invokeAll(clients)) {
            client.get();
        }
        racing = false;
        sweeping.get(60, TimeUnit.SECONDS);
        int checks = checking.get(60, TimeUnit.SECONDS);
        threads.shutdown();

        // then every kind of end was met
        assertThat(fates)
                .allSatisfy((fate, times) -> assertThat(times).as(fate.name()).hasPositiveValue());
        assertThat(checks).isPositive();

        // when
        for (int i = 0; i < ROUNDS_UNTIL_OLD; i++) {
            sweepOnce();
        }

        // then
        long truth = truth();
        StoredCounter counter = counter();
        assertThat(counter.reserved()).isEmpty();
        assertThat(counter.open()).isZero();
        assertThat(counter.used()).isEqualTo(truth);

        // and all that is left can be had, and no more
        if (truth < BOUND) {
            counters.reserve(subjectId, "rest/1", List.of(new Demand(kind, BOUND - truth)))
                    .block(WITHIN);
        }
        assertThatThrownBy(() -> counters.reserve(subjectId, "more/1", List.of(new Demand(kind, 1)))
                        .block(WITHIN))
                .isInstanceOf(Refused.class);
    }

    private void run(Random random) {
        Command command = new Command(Stop.values()[random.nextInt(Stop.values().length)]);
        String shelf = shelfIds.get(random.nextInt(SHELVES));
        long amount = 1 + random.nextInt(3);
        Mono<?> running = switch (random.nextInt(4)) {
            case 0 -> command.create(amount);
            case 1 -> command.clear(shelf);
            default -> command.add(shelf, amount);
        };
        try {
            running.block(WITHIN);
            fates.get(Fate.DONE).incrementAndGet();
        } catch (Refused refused) {
            fates.get(Fate.REFUSED).incrementAndGet();
        } catch (ConcurrentChanges | CreatedTooLate late) {
            fates.get(Fate.TOO_LATE).incrementAndGet();
        } catch (Died died) {
            fates.get(Fate.DIED).incrementAndGet();
        } finally {
            command.leave();
        }
    }

    private int check() throws InterruptedException {
        int checks = 0;
        while (racing) {
            committing.acquire(CLIENTS);
            try {
                long truth = truth();
                assertThat(truth).as("truth").isLessThanOrEqualTo(BOUND);
                assertThat(counter().used()).as("used").isBetween(truth, BOUND);
                checks++;
            } finally {
                committing.release(CLIENTS);
            }
        }
        return checks;
    }

    private void sweepAllTheTime() {
        while (racing) {
            sweepOnce();
        }
    }

    private void sweepOnce() {
        clock.add(Duration.ofMinutes(3));
        sweep.sweep().block(WITHIN);
        rounds.tryEmitNext(round.incrementAndGet());
    }

    private long truth() {
        return Shelf.sumOf(shelves, subjectId).block(WITHIN);
    }

    private StoredCounter counter() {
        return StoredCounter.from(
                counters.documents().find(kind.idOf(subjectId)).block(WITHIN));
    }

    /** The step after which a client stops. */
    private enum Stop {
        NOWHERE,
        NOWHERE_EITHER,
        BEFORE_THE_COMMIT,
        BEFORE_THE_SETTLEMENT,
        IN_THE_PREREQUISITE,
        /** Goes on after the sweep has given its reservation back. */
        BEFORE_THE_COMMIT_FOR_A_WHILE,
        BEFORE_THE_SETTLEMENT_FOR_A_WHILE
    }

    private enum Fate {
        DONE,
        REFUSED,
        TOO_LATE,
        DIED
    }

    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** One command of a client. */
    private final class Command {
        private final Stop stop;
        private final CountedCommand counted = new CountedCommand(counters);
        private boolean commits;

        private Command(Stop stop) {
            this.stop = stop;
        }

        Mono<?> create(long amount) {
            String shelf = real.ids().next();
            String commandId = shelf + "/1";
            return settled(prepare(commandId, amount)
                    .then(Mono.defer(() -> shelves.create(shelf, new Shelf(subjectId, Map.of(commandId, amount))))));
        }

        Mono<?> add(String shelf, long amount) {
            return settled(shelves.change(
                    shelf,
                    counted.deciding(found -> Shelf.add(found, commandOn(shelf), amount)),
                    commandId -> prepare(commandId, amount)));
        }

        Mono<?> clear(String shelf) {
            long[] sum = new long[1];
            return settled(shelves.change(
                    shelf,
                    counted.deciding(found -> {
                        sum[0] = found.state().sum();
                        return Shelf.clear(found, commandOn(shelf));
                    }),
                    commandId -> prepare(commandId, -sum[0])));
        }

        private String commandOn(String shelf) {
            return shelf + '/' + real.ids().next();
        }

        private Mono<Void> prepare(String commandId, long amount) {
            leave();
            Mono<Void> prerequisite = stop == Stop.IN_THE_PREREQUISITE ? Mono.error(new Died()) : Mono.empty();
            return counted.prepare(subjectId, commandId, List.of(new Demand(kind, amount)), prerequisite, Mono.empty())
                    .then(Mono.defer(() -> switch (stop) {
                        case BEFORE_THE_COMMIT -> Mono.<Void>error(new Died());
                        case BEFORE_THE_COMMIT_FOR_A_WHILE -> untilSwept();
                        default -> Mono.<Void>empty();
                    }))
                    .then(Mono.fromRunnable(this::enter).subscribeOn(Schedulers.boundedElastic()))
                    .then();
        }

        private <T> Mono<T> settled(Mono<T> command) {
            return switch (stop) {
                case BEFORE_THE_SETTLEMENT -> command.then(Mono.error(new Died()));
                case BEFORE_THE_SETTLEMENT_FOR_A_WHILE ->
                    counted.run(command.delayUntil(done -> {
                        leave();
                        return untilSwept();
                    }));
                default -> counted.run(command);
            };
        }

        private Mono<Void> untilSwept() {
            int old = round.get() + ROUNDS_UNTIL_OLD;
            return rounds.asFlux().filter(now -> now >= old || !racing).next().then();
        }

        private synchronized void enter() {
            committing.acquireUninterruptibly();
            commits = true;
        }

        synchronized void leave() {
            if (commits) {
                commits = false;
                committing.release();
            }
        }
    }
}
