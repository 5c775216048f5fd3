package org.healthpassport.api.sharing.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Lets work on the same thing run one after the other, in the order it came. Only on this instance: it saves lost races,
 * and nothing relies on it.
 */
final class Turns {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final ConcurrentMap<String, Deque<Turn>> queues = new ConcurrentHashMap<>();
    private final int waitingAtMost;

    /** @param waitingAtMost for the same thing, behind the one whose turn it is */
    Turns(int waitingAtMost) {
        this.waitingAtMost = waitingAtMost;
    }

    /** Runs the work when it is its turn; fails with 429 where too many wait already. */
    <T> Mono<T> take(String thing, Mono<T> work) {
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
            if (before > waitingAtMost) {
                sink.error(Problem.of(ProblemType.TOO_MANY_REQUESTS, "Too many do this at the same time.")
                        .retryAfter(RETRY_AFTER)
                        .asException());
            } else if (before == 0) {
                sink.success(turn);
            }
        });
    }

    /** @return how many are before it; more than may wait where it was not let in */
    private int queueUp(Turn turn) {
        int[] before = {0};
        queues.compute(turn.thing, (thing, queue) -> {
            Deque<Turn> turns = queue == null ? new ArrayDeque<>() : queue;
            before[0] = turns.size();
            if (turns.size() <= waitingAtMost) {
                turns.addLast(turn);
            }
            return turns;
        });
        return before[0];
    }

    /** Whoever leaves at the head, done or not, gives the turn to the next; may be called more than once. */
    private void leave(Turn turn) {
        @Nullable Turn[] next = {null};
        queues.computeIfPresent(turn.thing, (thing, queue) -> {
            boolean wasFirst = queue.peekFirst() == turn;
            queue.remove(turn);
            next[0] = wasFirst ? queue.peekFirst() : null;
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
