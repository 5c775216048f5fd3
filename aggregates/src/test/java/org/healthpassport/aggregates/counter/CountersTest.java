package org.healthpassport.aggregates.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.ConcurrentChanges;
import org.healthpassport.aggregates.CreatedTooLate;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.aggregates.counter.CounterRefusal.Full;
import org.healthpassport.aggregates.counter.CounterRefusal.GivenBack;
import org.healthpassport.aggregates.counter.CounterRefusal.TooManyAtOnce;
import org.healthpassport.aggregates.refusal.Refused;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.query.Update;
import org.threeten.extra.MutableClock;
import reactor.core.publisher.Mono;

class CountersTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final Duration OLD = Duration.ofMinutes(10).plusSeconds(1);
    private static final long BOUND = 10;

    private static StoreAndBus real;
    private static Aggregates<Shelf> shelves;

    private final MutableClock clock = MutableClock.of(Instant.parse("2026-11-29T10:00:00Z"), ZoneOffset.UTC);
    /** The truth about subjects of the simple kind. */
    private final AtomicLong truth = new AtomicLong();

    private Counters counters;
    private CounterSweep sweep;
    private CounterKind onShelves;
    private CounterKind simple;
    private String subjectId;

    @BeforeAll
    static void start() {
        real = StoreAndBus.shared();
        shelves = real.idleStore().of(Shelf.KIND);
    }

    @BeforeEach
    void open() {
        subjectId = real.ids().next();
        real.keyRing().create(subjectId).block(WITHIN);
        counters = new Counters(real.mongo(), clock);
        counters.prepare().block(WITHIN);
        sweep = new CounterSweep(counters, clock);
        onShelves = counters.counting(new CounterKind("shelved", BOUND, Shelf.truth(shelves)));
        simple = counters.counting(new CounterKind("simple", BOUND, new Truth() {
            @Override
            public Mono<Long> count(String ofSubject) {
                return Mono.fromSupplier(truth::get);
            }

            @Override
            public Mono<CommandFate> fateOf(String commandId, long reserved) {
                return Mono.just(new CommandFate.Open());
            }
        }));
    }

    @AfterEach
    void close() {
        counters.close();
    }

    @Test
    void shouldReserveUpToTheBoundAndNoFurther() {
        // when
        reserve("a", 7);
        assertRefused(Full.class, () -> reserve("b", 4));
        reserve("c", 3);

        // then
        assertRefused(Full.class, () -> reserve("d", 1));
        assertThat(used(simple)).isEqualTo(BOUND);
        assertRefused(
                Full.class,
                () -> counters.requireRoom(subjectId, List.of(new Demand(simple, 1)))
                        .block(WITHIN));
    }

    @Test
    void shouldRefuseEarlyOnlyOnceACounterHasRefused() {
        // given
        List<Demand> one = List.of(new Demand(simple, 1));
        reserve("a", BOUND - 1);
        Reservation last = reserve("b", 1);

        // when
        counters.requireRoom(subjectId, one).block(WITHIN);
        assertRefused(Full.class, () -> reserve("c", 1));

        // then
        assertRefused(Full.class, () -> counters.requireRoom(subjectId, one).block(WITHIN));
        counters.release(last);
        await().atMost(WITHIN)
                .untilAsserted(() -> counters.requireRoom(subjectId, one).block(WITHIN));
    }

    @Test
    void shouldReserveFromSeveralCountersAllOrNone() {
        // given
        String shelf = real.ids().next();
        reserve("a", BOUND - 1);
        reserveOnShelf(shelf + "/1", 1);
        List<Demand> both = List.of(new Demand(onShelves, 2), new Demand(simple, 1));

        // when
        List<Reservation> made = counters.reserve(subjectId, shelf + "/2", both).block(WITHIN);
        assertRefused(
                Full.class,
                () -> counters.reserve(subjectId, shelf + "/3", both).block(WITHIN));

        // then
        assertThat(made).extracting(Reservation::amount).containsExactly(2L, 1L);
        assertThat(used(simple)).isEqualTo(BOUND);
        awaitUsed(onShelves, 3);
        assertThat(stored(onShelves).holds(shelf + "/2")).isTrue();
        assertThat(stored(onShelves).holds(shelf + "/3")).isFalse();
    }

    @Test
    void shouldMakeAMissingCounterFromTheTruth() {
        // given
        truth.set(8);

        // when
        counters.requireRoom(subjectId, List.of(new Demand(simple, 3))).block(WITHIN);
        assertRefused(Full.class, () -> reserve("a", 3));
        reserve("b", 2);

        // then
        assertThat(used(simple)).isEqualTo(10);
    }

    @Test
    void shouldGiveBackWhatWasReleasedOnce() {
        // given
        Reservation one = reserve("a", 4);
        reserve("b", 5);

        // when
        counters.release(one);
        counters.release(one);
        counters.settle(one);

        // then
        awaitUsed(simple, 5);
        flush();
        assertThat(used(simple)).isEqualTo(5);
        assertThat(stored(simple).reserved())
                .extracting(open -> open.reservation().commandId())
                .containsExactly("b");
    }

    @Test
    void shouldReserveFromAllCountersOrFromNone() {
        // given
        CounterKind full = counters.counting(new CounterKind("full", 0, simple.truth()));
        List<Demand> demands = List.of(new Demand(simple, 3), new Demand(full, 1), new Demand(onShelves, 2));

        // when
        assertRefused(
                Full.class, () -> counters.reserve(subjectId, "none/1", demands).block(WITHIN));

        // then
        awaitUsed(simple, 0);
        awaitUsed(onShelves, 0);
    }

    @Test
    void shouldCountADeletionOnlyWhenItIsSettled() {
        // given
        truth.set(9);

        // when
        Reservation deletion = reserve("delete", -4);

        // then nobody else gets the room yet
        assertThat(used(simple)).isEqualTo(9);
        assertRefused(Full.class, () -> reserve("a", 2));

        // when
        counters.settle(deletion);

        // then
        awaitUsed(simple, 5);
    }

    @Test
    void shouldForgetADeletionThatTookNoEffect() {
        // given
        truth.set(9);

        // when
        counters.release(reserve("delete", -4));

        // then
        await().atMost(WITHIN).until(() -> stored(simple).reserved().isEmpty());
        assertThat(used(simple)).isEqualTo(9);
    }

    @Test
    void shouldGrowInStepsUpToTheBoundAndSettleWhatWasTaken() {
        // given
        Reservation reservation = reserve("upload", 4);

        // when
        Reservation grown = counters.grow(simple, reservation, 5).block(WITHIN);

        // then
        assertThat(used(simple)).isEqualTo(9);
        assertRefused(Full.class, () -> counters.grow(simple, grown, 2).block(WITHIN));
        assertThat(used(simple)).isEqualTo(9);

        // when
        counters.settle(grown, 6);

        // then
        awaitUsed(simple, 6);
    }

    @Test
    void shouldRefuseTooManyReservationsAtOnce() {
        // given
        Document many = new Document();
        IntStream.range(0, (int) CounterDocuments.OPEN_AT_MOST)
                .forEach(i ->
                        many.append("c" + i, new Document("amount", 0L).append("at", Date.from(clock.instant()))));
        real.mongo()
                .insert(
                        StoredCounter.first(simple.idOf(subjectId), 0, clock.instant())
                                .append("open", CounterDocuments.OPEN_AT_MOST)
                                .append("reserved", many),
                        CounterDocuments.COLLECTION)
                .block(WITHIN);

        // when, then
        assertRefused(TooManyAtOnce.class, () -> reserve("a", 1));
        assertThat(counters.reserve(subjectId, "delete", List.of(new Demand(simple, -1)))
                        .block(WITHIN))
                .as("a deletion is not refused, it is only not counted yet")
                .isEmpty();
    }

    @Test
    void shouldMakeACounterAnewThatWasDamagedByHand() {
        // given
        reserve("a", 3);
        truth.set(6);
        change(simple, new Update().set("used", "many"));

        // when
        reserve("b", 1);

        // then
        assertThat(used(simple)).isEqualTo(7);
    }

    @Test
    void shouldCompareWithTheTruthIfASettlementDoesNotFindItsReservation() {
        // given a counter that was removed by hand while a command was under way
        Reservation lost = reserve("a", 3);
        real.mongo()
                .remove(query(where("_id").is(simple.idOf(subjectId))), CounterDocuments.COLLECTION)
                .block(WITHIN);
        counters.release(reserve("b", 1));
        awaitUsed(simple, 0);

        // when
        truth.set(3);
        counters.settle(lost);
        flush();
        sweep.sweep().block(WITHIN);

        // then
        assertThat(used(simple)).isEqualTo(3);
    }

    @Test
    void shouldLeaveYoungReservationsAlone() {
        // given
        reserveOnShelf(real.ids().next() + "/1", 3);

        // when
        clock.add(Duration.ofMinutes(9));
        sweep.sweep().block(WITHIN);

        // then
        assertThat(used(onShelves)).isEqualTo(3);
    }

    @Test
    void shouldSettleWhatACommandDidBeforeItDied() {
        // given
        String shelf = real.ids().next();
        String command = shelf + "/1";
        reserveOnShelf(command, 5);
        shelves.create(shelf, new Shelf(subjectId, Map.of(command, 4L))).block(WITHIN);

        // when
        clock.add(OLD);
        sweep.sweep().block(WITHIN);

        // then it counts with what it really took
        assertThat(used(onShelves)).isEqualTo(4);
        assertThat(stored(onShelves).reserved()).isEmpty();
    }

    @Test
    void shouldRuleOutACreationBeforeItGivesBack() {
        // given
        String shelf = real.ids().next();
        String command = shelf + "/1";
        reserveOnShelf(command, 5);

        // when
        clock.add(OLD);
        sweep.sweep().block(WITHIN);

        // then
        assertThat(used(onShelves)).isZero();
        assertThatThrownBy(() -> shelves.create(shelf, new Shelf(subjectId, Map.of(command, 5L)))
                        .block(WITHIN))
                .isInstanceOf(CreatedTooLate.class);
    }

    @Test
    void shouldFenceAChangeBeforeItGivesBack() {
        // given
        String shelf = real.ids().next();
        shelves.create(shelf, new Shelf(subjectId, Map.of())).block(WITHIN);

        // when each attempt stands still between its reservation and its commit
        Mono<String> change = new CountedCommand(counters)
                .run(shelves.change(
                        shelf,
                        found -> Shelf.add(found, shelf + '/' + real.ids().next(), 4),
                        command -> counters.reserve(subjectId, command, List.of(new Demand(onShelves, 4)))
                                .then(Mono.fromRunnable(() -> clock.add(OLD)))
                                .then(Mono.defer(sweep::sweep))));

        // then it never commits
        assertThatThrownBy(() -> change.block(WITHIN)).isInstanceOf(ConcurrentChanges.class);
        assertThat(Shelf.sumOf(shelves, subjectId).block(WITHIN)).isZero();
        assertThat(used(onShelves)).isZero();
    }

    @Test
    void shouldKeepAReservationWhoseAggregateCannotBeRead() {
        // given
        String shelf = real.ids().next();
        shelves.create(shelf, new Shelf(subjectId, Map.of())).block(WITHIN);
        real.mongo()
                .updateFirst(query(where("_id").is(shelf)), new Update().unset("sealed"), Shelf.KIND.collection())
                .block(WITHIN);
        reserveOnShelf(shelf + "/1", 5);

        // when
        clock.add(OLD);
        sweep.sweep().block(WITHIN);

        // then
        assertThat(used(onShelves)).isEqualTo(5);
    }

    @Test
    void shouldKeepTheReservationOfACommandThatTellsThatItIsAlive() {
        // given
        String command = real.ids().next() + "/1";
        Reservation reservation = reserveOnShelf(command, 5);

        // when
        clock.add(Duration.ofMinutes(9));
        counters.renew(onShelves, reservation).block(WITHIN);
        clock.add(Duration.ofMinutes(9));
        sweep.sweep().block(WITHIN);

        // then
        assertThat(used(onShelves)).isEqualTo(5);

        // when it stands still
        clock.add(OLD);
        sweep.sweep().block(WITHIN);

        // then
        assertRefused(
                GivenBack.class, () -> counters.renew(onShelves, reservation).block(WITHIN));
        assertRefused(
                GivenBack.class, () -> counters.grow(onShelves, reservation, 1).block(WITHIN));
    }

    @Test
    void shouldCorrectACounterThatWasChangedByHand() {
        // given
        counters.release(reserve("a", 1));
        awaitUsed(simple, 0);
        truth.set(2);
        change(simple, new Update().set("used", 9L));

        // when
        clock.add(Duration.ofHours(2));
        sweep.sweep().block(WITHIN);

        // then
        assertThat(used(simple)).isEqualTo(2);
        assertThat(real.mongo()
                        .findById(simple.idOf(subjectId), Document.class, CounterDocuments.COLLECTION)
                        .block(WITHIN))
                .doesNotContainKey(StoredCounter.UNSETTLED);
    }

    @Test
    void shouldNotCorrectACounterThatWasUsedDuringTheCount() {
        // given a truth during whose count somebody reserves and commits
        CounterKind raced = counters.counting(new CounterKind("raced", BOUND, new Truth() {
            @Override
            public Mono<Long> count(String ofSubject) {
                return Mono.defer(() -> {
                    long counted = truth.get();
                    // The sweep may count again, and then finds what was committed.
                    return counted != 1
                            ? Mono.just(counted)
                            : counters.reserve(ofSubject, "meanwhile", List.of(new Demand(kindOf("raced"), 4)))
                                    .doOnNext(made -> made.forEach(counters::settle))
                                    .doOnNext(made -> truth.addAndGet(4))
                                    .thenReturn(counted);
                });
            }

            @Override
            public Mono<CommandFate> fateOf(String commandId, long reserved) {
                return Mono.just(new CommandFate.Open());
            }
        }));
        counters.reserve(subjectId, "first", List.of(new Demand(raced, 1)))
                .doOnNext(made -> made.forEach(counters::settle))
                .block(WITHIN);
        await().atMost(WITHIN).until(() -> stored(raced).reserved().isEmpty());
        truth.set(1);

        // when
        clock.add(Duration.ofHours(2));
        sweep.sweep().block(WITHIN);

        // then the old count is not written over the reservation
        awaitUsed(raced, 5);
    }

    private CounterKind kindOf(String name) {
        return counters.ownerOf(subjectId + '/' + name).kind();
    }

    private Reservation reserve(String commandId, long amount) {
        return counters.reserve(subjectId, commandId, List.of(new Demand(simple, amount)))
                .block(WITHIN)
                .get(0);
    }

    private Reservation reserveOnShelf(String commandId, long amount) {
        return counters.reserve(subjectId, commandId, List.of(new Demand(onShelves, amount)))
                .block(WITHIN)
                .get(0);
    }

    private StoredCounter stored(CounterKind kind) {
        return StoredCounter.from(
                counters.documents().find(kind.idOf(subjectId)).block(WITHIN));
    }

    private long used(CounterKind kind) {
        return stored(kind).used();
    }

    private void awaitUsed(CounterKind kind, long expected) {
        await().atMost(WITHIN).untilAsserted(() -> assertThat(used(kind)).isEqualTo(expected));
    }

    /** Waits until everything before is settled, as settlements are written in order. */
    private void flush() {
        Reservation last = counters.reserve(subjectId, "last", List.of(new Demand(flushed(), 1)))
                .block(WITHIN)
                .get(0);
        counters.release(last);
        await().atMost(WITHIN).until(() -> stored(flushed()).reserved().isEmpty());
    }

    private CounterKind flushed() {
        Counters.Owner known = counters.ownerOf(subjectId + "/flushed");
        return known != null ? known.kind() : counters.counting(new CounterKind("flushed", 1_000, simple.truth()));
    }

    private void change(CounterKind kind, Update update) {
        real.mongo()
                .updateFirst(query(where("_id").is(kind.idOf(subjectId))), update, CounterDocuments.COLLECTION)
                .block(WITHIN);
    }

    private static void assertRefused(Class<? extends CounterRefusal> refusal, ThrowingCallable command) {
        assertThatThrownBy(command)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isInstanceOf(refusal));
    }
}
