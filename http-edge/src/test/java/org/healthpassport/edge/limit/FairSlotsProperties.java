package org.healthpassport.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Slots under any order of arrivals, ends, failures, cancellations and time. */
class FairSlotsProperties {

    @Property(tries = 500)
    void shouldNeitherExceedSharesNorLoseSlotsNorLeaveOneFreeThatSomebodyMayHave(
            @ForAll("shares") Shares atOnce,
            @ForAll("shares") Shares waiting,
            @ForAll @Size(max = 120) List<@From("steps") Step> steps) {
        // given
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        FairSlots slots = new FairSlots("works", atOnce, waiting, Duration.ofSeconds(1), time);
        List<Working> all = new ArrayList<>();

        for (Step step : steps) {
            // when
            step.take(slots, all, time);

            // then
            List<Working> running = all.stream().filter(Working::isRunning).toList();
            List<Working> queue = all.stream().filter(Working::isWaiting).toList();
            requireWithin(atOnce, running);
            requireWithin(waiting, queue);
            assertThat(queue).noneMatch(next -> mayRun(atOnce, running, next));
        }

        // when everything ends
        for (int turn = 0; turn <= all.size(); turn++) {
            all.stream().filter(Working::isRunning).toList().forEach(Working::finish);
        }

        // then
        assertThat(all).noneMatch(Working::isRunning).noneMatch(Working::isWaiting);
        assertThat(slots.things()).isZero();
    }

    @Property(tries = 200)
    void shouldServeSomebodyWithinOneRoundOfTheOthers(
            @ForAll @IntRange(min = 1, max = 12) int others, @ForAll @IntRange(min = 1, max = 32) int waitingEach) {
        // given
        FairSlots one = new FairSlots(
                "works",
                new Shares(1, 1, 1),
                new Shares(1_000, 500, 32),
                Duration.ofSeconds(1),
                VirtualTimeScheduler.create());
        List<Working> all = new ArrayList<>(List.of(Working.in(one, "first", "first")));
        for (int other = 0; other < others; other++) {
            all.addAll(Working.times(waitingEach, one, "address " + other, "account " + other));
        }
        Working last = Working.in(one, "last", "last");

        // when
        int before = 0;
        while (!last.isRunning()) {
            all.stream().filter(Working::isRunning).findFirst().orElseThrow().finish();
            before++;
        }

        // then
        assertThat(before).isEqualTo(others + 1);
    }

    private static void requireWithin(Shares shares, List<Working> taken) {
        assertThat(taken.size()).isLessThanOrEqualTo(shares.all());
        assertThat(counted(taken, SlotClaim::address).values()).allMatch(count -> count <= shares.address());
        assertThat(counted(taken, SlotClaim::account).values()).allMatch(count -> count <= shares.account());
    }

    private static boolean mayRun(Shares shares, List<Working> running, Working next) {
        return shares.reachedAt(
                        running.size(),
                        counted(running, SlotClaim::address)
                                .getOrDefault(next.claim().address(), 0),
                        counted(running, SlotClaim::account)
                                .getOrDefault(next.claim().account(), 0))
                == Shares.Bound.NONE;
    }

    private static Map<String, Integer> counted(List<Working> taken, Function<SlotClaim, String> by) {
        return taken.stream()
                .collect(Collectors.toMap(working -> by.apply(working.claim()), working -> 1, Integer::sum));
    }

    @Provide
    Arbitrary<Shares> shares() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 12))
                .as((account, more, evenMore) -> {
                    int address = (account * 4 + 2) / 3 + more;
                    return new Shares((address * 4 + 2) / 3 + evenMore, address, account);
                });
    }

    @Provide
    Arbitrary<Step> steps() {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        5,
                        Combinators.combine(
                                        Arbitraries.integers().between(0, 4),
                                        Arbitraries.integers().between(0, 3))
                                .as(Arrival::new)),
                Tuple.of(
                        4,
                        Combinators.combine(
                                        Arbitraries.of(Way.class),
                                        Arbitraries.integers().between(0, 200))
                                .as(Departure::new)),
                Tuple.of(1, Arbitraries.integers().between(1, 3_000).map(Pause::new)));
    }

    sealed interface Step {
        void take(FairSlots slots, List<Working> all, VirtualTimeScheduler time);
    }

    record Arrival(int address, int account) implements Step {
        @Override
        public void take(FairSlots slots, List<Working> all, VirtualTimeScheduler time) {
            all.add(Working.in(slots, "address " + address, "account " + account));
        }
    }

    /** @param which among those that can go this way */
    record Departure(Way way, int which) implements Step {
        @Override
        public void take(FairSlots slots, List<Working> all, VirtualTimeScheduler time) {
            List<Working> leaving = all.stream().filter(way.those).toList();
            if (!leaving.isEmpty()) {
                way.go.accept(leaving.get(which % leaving.size()));
            }
        }
    }

    record Pause(int millis) implements Step {
        @Override
        public void take(FairSlots slots, List<Working> all, VirtualTimeScheduler time) {
            time.advanceTimeBy(Duration.ofMillis(millis));
        }
    }

    /** The ways to leave. */
    enum Way {
        FINISH(Working::isRunning, Working::finish),
        FAIL(Working::isRunning, Working::fail),
        CANCEL(Working::isRunning, Working::cancel),
        LEAVE_THE_QUEUE(Working::isWaiting, Working::cancel);

        private final Predicate<Working> those;
        private final Consumer<Working> go;

        Way(Predicate<Working> those, Consumer<Working> go) {
            this.those = those;
            this.go = go;
        }
    }
}
