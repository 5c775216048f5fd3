package org.healthpassport.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.request.ClientAddress;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class FairSlotsTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final Shares AT_ONCE = new Shares(8, 4, 2);
    private static final Shares WAITING = new Shares(100, 50, FairSlots.WAITING_PER_ACCOUNT);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final FairSlots slots = new FairSlots("checks", AT_ONCE, WAITING, RETRY, time);

    @Test
    void shouldRunOrKeep34OfAnAccountAndRefuseThe35th() {
        // given
        List<Working> all = Working.times(34, slots, "hospital", "system");

        // when
        Working beyond = Working.in(slots, "hospital", "system");

        // then
        assertThat(all.stream().filter(Working::isRunning)).hasSize(2);
        assertThat(all.stream().filter(Working::isWaiting)).hasSize(32);
        assertThat(beyond.refusal().type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
        assertThat(beyond.refusal().retryAfter()).isEqualTo(RETRY);
        assertThat(beyond.refusal().detail())
                .isEqualTo("Too many checks: 2 can run at the same time, and 32 more can wait. "
                        + "Please wait for some of them, then try again.");

        // when
        all.forEach(Working::finish);

        // then
        assertThat(all).allMatch(Working::isDone);
        assertThat(slots.things()).isZero();
    }

    @Test
    void shouldCountAnAccountOverAllItsAddresses() {
        // given
        Working.in(slots, "one", "system");
        Working.in(slots, "two", "system");

        // when
        Working third = Working.in(slots, "three", "system");

        // then
        assertThat(third.isWaiting()).isTrue();
    }

    @Test
    void shouldCountANameThatNobodyCheckedAtItsAddressOnly() {
        // given
        SlotClaim stranger = SlotClaim.ofStranger("bad", "Dr. Who");
        for (int i = 0; i < 40; i++) {
            Working.in(slots, stranger);
        }

        // when
        Working realOne = Working.in(slots, SlotClaim.ofStranger("good", "Dr. Who"));

        // then
        assertThat(realOne.isRunning()).isTrue();
    }

    @Test
    void shouldLetAnotherAddressInBesideThoseWhoKeepTheirSlots() {
        // given accounts of a few addresses that take all they can get
        for (int address = 0; address < 3; address++) {
            for (int account = 0; account < 10; account++) {
                Working.times(3, slots, "greedy " + address, "greedy " + address + account);
            }
        }

        // when, then
        assertThat(Working.in(slots, "next", "patient").isRunning()).isTrue();
    }

    @Test
    void shouldLetAnotherAccountInBesideOneThatKeepsItsSlotsAtTheSameAddress() {
        // given
        Working.times(34, slots, "hospital", "slow");

        // when, then
        assertThat(Working.in(slots, "hospital", "another").isRunning()).isTrue();
        assertThat(Working.in(slots, "hospital", "third").isRunning()).isTrue();
    }

    @Test
    void shouldTakeTurnsBetweenAddresses() {
        // given
        FairSlots one = new FairSlots("works", new Shares(1, 1, 1), WAITING, RETRY, time);
        Working first = Working.in(one, "busy", "busy");
        List<Working> busy = Working.times(32, one, "busy", "busy");
        Working quiet = Working.in(one, "quiet", "quiet");

        // when
        first.finish();
        busy.get(0).finish();

        // then
        assertThat(quiet.isRunning()).isTrue();

        // when
        quiet.finish();

        // then
        assertThat(busy.get(1).isRunning()).isTrue();
    }

    @Test
    void shouldTakeTurnsBetweenAccountsOfAnAddress() {
        // given
        FairSlots one = new FairSlots("works", new Shares(1, 1, 1), WAITING, RETRY, time);
        Working first = Working.in(one, "hospital", "busy");
        List<Working> busy = Working.times(32, one, "hospital", "busy");
        Working quiet = Working.in(one, "hospital", "quiet");

        // when
        first.finish();
        busy.get(0).finish();

        // then
        assertThat(quiet.isRunning()).isTrue();
        assertThat(busy.subList(1, 32)).allMatch(Working::isWaiting);
    }

    @Test
    void shouldPassOverWhoMayNotHaveMore() {
        // given
        List<Working> slow = Working.times(3, slots, "hospital", "slow");
        Working other = Working.in(slots, "hospital", "other");
        Working waiting = Working.in(slots, "hospital", "other");

        // when
        other.finish();

        // then
        assertThat(waiting.isRunning()).isTrue();
        assertThat(slow.get(2).isWaiting()).isTrue();
    }

    @Test
    void shouldTellWhoWaitedTooLong() {
        // given
        List<Working> slow = Working.times(2, slots, "hospital", "system");
        Working waiting = Working.in(slots, "hospital", "system");

        // when
        time.advanceTimeBy(Duration.ofMillis(4_999));

        // then
        assertThat(waiting.isWaiting()).isTrue();

        // when
        time.advanceTimeBy(Duration.ofMillis(1));

        // then
        assertThat(waiting.refusal().type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
        assertThat(waiting.refusal().retryAfter()).isEqualTo(RETRY);
        assertThat(waiting.refusal().detail())
                .isEqualTo(
                        "This request waited for 5 seconds, as too many checks are under way. Please try again later.");
        assertThat(slow).allMatch(Working::isRunning);

        // when
        slow.forEach(Working::finish);

        // then
        assertThat(slots.things()).isZero();
    }

    @Test
    void shouldGiveASlotBackOnFailureAndOnCancellation() {
        // given
        Working failing = Working.in(slots, "hospital", "system");
        Working leaving = Working.in(slots, "hospital", "system");
        Working second = Working.in(slots, "hospital", "system");
        Working third = Working.in(slots, "hospital", "system");

        // when
        failing.fail();
        leaving.cancel();

        // then
        assertThat(List.of(second, third)).allMatch(Working::isRunning);
    }

    @Test
    void shouldForgetWhoLeftTheQueue() {
        // given
        List<Working> running = Working.times(2, slots, "hospital", "system");
        List<Working> leaving = Working.times(32, slots, "hospital", "system");

        // when
        leaving.forEach(Working::cancel);

        // then
        assertThat(Working.times(32, slots, "hospital", "system")).allMatch(Working::isWaiting);
        assertThat(running).allMatch(Working::isRunning);
    }

    @Test
    void shouldHandOnASlotWhoseReceiverHasJustLeft() {
        // given
        FairSlots one = new FairSlots("works", new Shares(1, 1, 1), WAITING, RETRY, time);
        Working first = Working.in(one, "a", "a");
        Working leaving = Working.in(one, "b", "b");
        Working next = Working.in(one, "c", "c");

        // when somebody leaves whose turn is still on its way, as this task is not over
        time.schedule(() -> {
            first.finish();
            leaving.cancel();
        });

        // then
        assertThat(leaving.hasRun()).isFalse();
        assertThat(next.isRunning()).isTrue();
    }

    @Test
    void shouldNotTakeASlotForWorkThatIsCancelledAsItComes() {
        // when
        slots.in(new SlotClaim("a", "a"), Mono.never()).subscribe(new BaseSubscriber<Object>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.cancel();
            }
        });

        // then
        assertThat(slots.things()).isZero();
    }

    @Test
    void shouldHaveGivenTheSlotBackWhenTheResultIsOut() {
        // when
        String result = slots.in(new SlotClaim("a", "a"), Mono.just("done"))
                .map(done -> done + slots.things())
                .block(WITHIN);

        // then
        assertThat(result).isEqualTo("done0");
    }

    @Test
    void shouldKeepTheSlotOfAStreamUntilItsEnd() {
        // given
        Sinks.Many<Integer> bytes = Sinks.many().unicast().onBackpressureBuffer();
        List<Integer> read = new ArrayList<>();
        slots.in(new SlotClaim("a", "a"), bytes.asFlux().doOnNext(read::add).then())
                .subscribe();

        // when
        bytes.tryEmitNext(1);

        // then
        assertThat(read).containsExactly(1);
        assertThat(slots.things()).isOne();

        // when
        bytes.tryEmitComplete();

        // then
        assertThat(slots.things()).isZero();
    }

    @Test
    void shouldNotLetDifferentThingsWaitForOneAnother() {
        // given
        FairSlots one = new FairSlots("openings", new Shares(1, 1, 1), WAITING, RETRY, time);
        SlotClaim claim = new SlotClaim("a", "a");
        Working.in(one, claim.to("one link"));

        // then
        assertThat(Working.in(one, claim.to("one link")).isWaiting()).isTrue();
        assertThat(Working.in(one, claim.to("another link")).isRunning()).isTrue();
    }

    @Test
    void shouldBoundTheQueueOfAnAddressAndTheWholeQueue() {
        // given
        FairSlots small =
                new FairSlots("works", new Shares(1, 1, 1), new Shares(16, 8, 6), Duration.ofSeconds(1), time);
        Working.in(small, "first", "first");
        Working.times(6, small, "a", "a1");

        // then
        assertThat(Working.in(small, "a", "a2").isWaiting()).isTrue();
        assertThat(Working.in(small, "a", "a2").refusal().type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
        assertThat(Working.in(small, "a", "a2").refusal().detail()).contains("network");

        // when
        Working.times(5, small, "b", "b");

        // then
        assertThat(Working.in(small, "b", "b").refusal().type()).isEqualTo(ProblemType.UNAVAILABLE);
        assertThat(Working.in(small, "b", "b").refusal().retryAfter()).isNotNull();
        assertThat(Working.in(small, "next", "next").isWaiting()).isTrue();
    }

    @Test
    void shouldCountIpv6ByNetwork() {
        // given
        for (int i = 1; i < 50; i++) {
            Working.in(slots, network("2001:db8:0:1::" + i), "account " + i);
        }

        // then
        assertThat(Working.in(slots, network("2001:db8:0:1:ffff::1"), "x").isWaiting())
                .isTrue();
        assertThat(Working.in(slots, network("2001:db8:0:2::1"), "y").isRunning())
                .isTrue();
    }

    private static String network(String address) {
        return ClientAddress.of(InetSocketAddress.createUnresolved(address, 80));
    }

    @Test
    void shouldNotTellWhoAsks() {
        assertThat(SlotClaim.ofStranger("192.0.2.1", "Dr. Who").to("link").toString())
                .doesNotContain("192", "Who", "link");
    }

    @Test
    void shouldRefuseSharesThatCannotBeUsedUp() {
        assertThatThrownBy(() -> new Shares(4, 8, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Shares(8, 4, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Shares(8, 8, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Shares(8, 4, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNeverRunMoreThanItsSlotsOnManyThreads() {
        // given
        FairSlots three = new FairSlots("works", new Shares(3, 3, 3), new Shares(4_000, 2_000, 1_000), RETRY);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Mono<Integer> work = Mono.fromSupplier(() -> most.accumulateAndGet(running.incrementAndGet(), Math::max))
                .publishOn(Schedulers.parallel())
                .doFinally(signal -> running.decrementAndGet());

        // when
        Flux.range(0, 1_000)
                .flatMap(
                        i -> three.in(new SlotClaim("a" + i % 7, "b" + i % 31), work)
                                .subscribeOn(Schedulers.parallel()),
                        1_000)
                .blockLast(WITHIN);

        // then
        assertThat(most.get()).isBetween(1, 4);
        assertThat(three.things()).isZero();
    }

    @Test
    void shouldLoseNoSlotWhenComingLeavingAndHandingOnRace() {
        for (int round = 0; round < 3_000; round++) {
            // given
            FairSlots one = new FairSlots("works", new Shares(1, 1, 1), WAITING, RETRY);
            Sinks.Empty<Void> first = Sinks.empty();
            one.in(new SlotClaim("a", "a"), first.asMono()).subscribe();
            BaseSubscriber<String> leaving = new BaseSubscriber<>() {};

            // when
            Mono<Void> comes = Mono.fromRunnable(
                    () -> one.in(new SlotClaim("b", "b"), Mono.<String>never()).subscribe(leaving));
            Mono<Void> goes = Mono.fromRunnable(leaving::cancel);
            Mono<Void> handsOn = Mono.fromRunnable(first::tryEmitEmpty);
            Mono.when(onAnotherThread(comes), onAnotherThread(goes), onAnotherThread(handsOn))
                    .block(WITHIN);

            // then
            assertThat(one.in(new SlotClaim("c", "c"), Mono.just("free")).block(WITHIN))
                    .isEqualTo("free");
        }
    }

    private static Mono<Void> onAnotherThread(Mono<Void> step) {
        return step.subscribeOn(Schedulers.parallel());
    }
}
