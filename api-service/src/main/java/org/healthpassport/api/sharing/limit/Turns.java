package org.healthpassport.api.sharing.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.healthpassport.edge.problem.Problem;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Lets work on the same thing run one after the other, or a few at a time, in the order it came. Only on this instance:
 * it saves lost races, and nothing relies on it.
 */
public final class Turns {
    private final ConcurrentMap<String, List<Turn>> queues = new ConcurrentHashMap<>();
    private final int atOnce;
    private final int most;
    private final Supplier<Problem> refusal;

    /**
     * @param atOnce how many have their turn together
     * @param waiting how many at most wait behind them for the same thing
     * @param refusal of those beyond
     */
    public Turns(int atOnce, int waiting, Supplier<Problem> refusal) {
        this.atOnce = atOnce;
        this.most = atOnce + waiting;
        this.refusal = refusal;
    }

    /** Runs the work when it is its turn; fails where too many wait already. */
    public <T> Mono<T> take(String thing, Mono<T> work) {
        return Mono.usingWhen(turn(thing), turn -> work, turn -> Mono.fromRunnable(() -> leave(turn)));
    }

    /** Whether nobody has a turn or waits for one. */
    boolean isIdle() {
        return queues.isEmpty();
    }

    private Mono<Turn> turn(String thing) {
        return Mono.create(sink -> {
            Turn turn = new Turn(thing, sink);
            int before = queueUp(turn);
            // Only now: whoever left before this leaves here, and nothing queues up after that.
            sink.onCancel(() -> leave(turn));
            if (before >= most) {
                sink.error(refusal.get().asException());
            } else if (before < atOnce) {
                sink.success(turn);
            }
        });
    }

    /** @return how many are before it; more than may wait where it was not let in */
    private int queueUp(Turn turn) {
        int[] before = {0};
        queues.compute(turn.thing, (thing, queue) -> {
            List<Turn> turns = queue == null ? new ArrayList<>() : queue;
            before[0] = turns.size();
            if (turns.size() < most) {
                turns.add(turn);
            }
            return turns;
        });
        return before[0];
    }

    /** Whoever had a turn, done or not, gives it to the next; may be called more than once. */
    private void leave(Turn turn) {
        @Nullable Turn[] next = {null};
        queues.computeIfPresent(turn.thing, (thing, queue) -> {
            int place = queue.indexOf(turn);
            queue.remove(turn);
            boolean freed = place >= 0 && place < atOnce;
            next[0] = freed && queue.size() >= atOnce ? queue.get(atOnce - 1) : null;
            return queue.isEmpty() ? null : queue;
        });
        if (next[0] != null) {
            next[0].sink.success(next[0]);
        }
    }

    /** Compared by identity. */
    private static final class Turn {
        private final String thing;
        private final MonoSink<Turn> sink;

        Turn(String thing, MonoSink<Turn> sink) {
            this.thing = thing;
            this.sink = sink;
        }
    }
}
