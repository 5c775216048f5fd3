package org.healthpassport.edge.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Work of which one piece at a time runs for each thing on this instance, such as to count what a patient has and to add
 * one if there is room. Each instance has turns of its own: {@code n} of them can exceed a bound that is counted like this
 * by {@code n - 1}.
 *
 * <p>Requests wait without a thread, and at most {@value #WAITING_FOR_ONE} for one thing. The next one fails with 429, and so
 * does one that waits for too long. Work that has begun goes on if its caller leaves, and keeps its turn until it ends:
 * otherwise the next count could miss a write that is still under way.
 */
public final class OneAtATime {
    private static final int WAITING_FOR_ONE = 64;

    private static final Shares AT_ONCE = new Shares(1, 1, 1);
    /** All who wait for a thing count as one account, so the other two numbers only have to be large enough. */
    private static final Shares WAITING = new Shares(128, 96, WAITING_FOR_ONE);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final FairSlots slots;

    /** @param works the kind of work, in the plural, such as {@code requests for consent} */
    public OneAtATime(String works) {
        this(works, Schedulers.parallel());
    }

    /** @param threads measure the time in the queue, and begin the work that waited; never block */
    OneAtATime(String works, Scheduler threads) {
        this.slots = new FairSlots(works, AT_ONCE, WAITING, RETRY_AFTER, threads);
    }

    /** Runs the work at once, or when it is its turn. If its caller has left by then, it does not begin. */
    public <T> Mono<T> on(String thing, Mono<T> work) {
        SlotClaim claim = new SlotClaim("", "", thing);
        return Mono.deferContextual(context -> {
            AtomicBoolean left = new AtomicBoolean();
            Mono<T> unlessLeft = Mono.defer(() -> left.get() ? Mono.empty() : work);
            return Mono.fromFuture(
                            () -> slots.in(claim, unlessLeft)
                                    .contextWrite(context)
                                    .toFuture(),
                            true)
                    .doOnCancel(() -> left.set(true));
        });
    }

    /** The things that are worked on or waited for. */
    int things() {
        return slots.things();
    }
}
