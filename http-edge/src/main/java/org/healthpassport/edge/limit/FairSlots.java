package org.healthpassport.edge.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.edge.limit.SlotTicket.State;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Slots for one kind of work on this instance, with a short and fair queue before them. Slots and places in the queue
 * are shared between addresses first and then between accounts (see {@link Shares}), and both take turns: somebody with
 * 32 waiting requests delays somebody with one by a single turn. A request that waits for {@value #SECONDS} seconds, or
 * finds its part of the queue full, fails with 429; if the whole queue is full, it fails with 503.
 *
 * <p>A slot is given back when the work ends, fails or is cancelled. Addresses, accounts and things are known only while
 * they run or wait.
 */
public final class FairSlots {
    /** The longest queue of one account: a viewer or a hospital's system sends a burst of requests, then waits. */
    public static final int WAITING_PER_ACCOUNT = 32;

    /** A client that waits longer gives up or tries again anyway. */
    private static final int SECONDS = 5;

    /** Each costs some hundred bytes. */
    private static final int MOST_THINGS = 10_000;

    private final String works;
    private final Shares atOnce;
    private final Shares waiting;
    private final Duration retryAfter;
    private final Scheduler threads;
    private final Map<String, SlotPool> pools = new HashMap<>();

    /**
     * @param works the kind of work, in the plural, such as {@code uploads}
     * @param retryAfter the time after which a slot may well be free
     */
    public FairSlots(String works, Shares atOnce, Shares waiting, Duration retryAfter) {
        this(works, atOnce, waiting, retryAfter, Schedulers.parallel());
    }

    /** @param threads measure the time in the queue, and begin the work that waited; never block */
    FairSlots(String works, Shares atOnce, Shares waiting, Duration retryAfter, Scheduler threads) {
        this.works = works;
        this.atOnce = atOnce;
        this.waiting = waiting;
        this.retryAfter = retryAfter;
        this.threads = threads;
    }

    /** Runs the work in a slot, at once or when it is its turn. */
    public <T> Mono<T> in(SlotClaim claim, Mono<T> work) {
        return Mono.defer(() -> {
            SlotTicket ticket = new SlotTicket(claim);
            return turn(ticket).then(work).doOnTerminate(() -> leave(ticket)).doOnCancel(() -> leave(ticket));
        });
    }

    private Mono<Void> turn(SlotTicket ticket) {
        return Mono.defer(() -> {
            Shares.Bound reached = arrive(ticket);
            if (reached != Shares.Bound.NONE) {
                return Mono.error(refusal(reached).asException());
            }
            return ticket.turn().timeout(Duration.ofSeconds(SECONDS), Mono.error(this::tooLong), threads);
        });
    }

    private Shares.Bound arrive(SlotTicket ticket) {
        synchronized (pools) {
            // Work can be cancelled before it asks for its slot.
            if (ticket.is(State.GONE)) {
                return Shares.Bound.NONE;
            }
            String thing = ticket.claim().thing();
            if (pools.size() >= MOST_THINGS && !pools.containsKey(thing)) {
                ticket.become(State.GONE);
                return Shares.Bound.ALL;
            }
            Shares.Bound reached = pools.computeIfAbsent(thing, any -> new SlotPool(atOnce, waiting))
                    .arrive(ticket);
            if (ticket.is(State.RUNNING)) {
                ticket.begin();
            }
            return reached;
        }
    }

    /** Those whose turn it is begin on other threads, so that no request does the work of others before it ends. */
    private void leave(SlotTicket ticket) {
        end(ticket).forEach(next -> threads.schedule(next::begin));
    }

    private List<SlotTicket> end(SlotTicket ticket) {
        synchronized (pools) {
            String thing = ticket.claim().thing();
            SlotPool pool = pools.get(thing);
            if (pool == null) {
                ticket.become(State.GONE);
                return List.of();
            }
            List<SlotTicket> next = pool.leave(ticket);
            if (pool.isIdle()) {
                pools.remove(thing);
            }
            return next;
        }
    }

    private Problem refusal(Shares.Bound reached) {
        return switch (reached) {
            case ACCOUNT ->
                tooMany(
                        "Too many %s: %d can run at the same time, and %d more can wait. Please wait for some of them, then try again."
                                .formatted(works, atOnce.account(), waiting.account()));
            case ADDRESS ->
                tooMany("Too many %s from your network are waiting already. Please try again later.".formatted(works));
            case ALL, NONE ->
                Problem.of(ProblemType.UNAVAILABLE, "The server is busy at the moment. Please try again later.")
                        .retryAfter(retryAfter);
        };
    }

    private Throwable tooLong() {
        return tooMany("This request waited for %d seconds, as too many %s are under way. Please try again later."
                        .formatted(SECONDS, works))
                .asException();
    }

    private Problem tooMany(String detail) {
        return Problem.of(ProblemType.TOO_MANY_REQUESTS, detail).retryAfter(retryAfter);
    }

    /** The things that are worked on or waited for. */
    int things() {
        synchronized (pools) {
            return pools.size();
        }
    }
}
