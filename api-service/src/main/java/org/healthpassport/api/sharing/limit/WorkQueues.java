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
 * Queues of work, one for each thing that is worked on: runs one or a few at a time, in the order of arrival, on this
 * instance only. They bound the files in memory, and spare links that are opened by many at once the lost races;
 * correct counts do not depend on them.
 */
public final class WorkQueues {
    private final ConcurrentMap<String, List<Turn>> queues = new ConcurrentHashMap<>();
    private final int atOnce;
    private final int most;
    private final Supplier<Problem> refusal;

    /**
     * @param atOnce number that run at the same time
     * @param waiting greatest number that wait for the same thing
     * @param refusal problem of those beyond
     */
    public WorkQueues(int atOnce, int waiting, Supplier<Problem> refusal) {
        this.atOnce = atOnce;
        this.most = atOnce + waiting;
        this.refusal = refusal;
    }

    /** Runs the work when it is its turn; fails if too many are waiting already. */
    public <T> Mono<T> inTurn(String thing, Mono<T> work) {
        return Mono.usingWhen(turn(thing), turn -> work, turn -> Mono.fromRunnable(() -> leave(turn)));
    }

    private Mono<Turn> turn(String thing) {
        return Mono.create(sink -> {
            Turn turn = new Turn(thing, sink);
            int before = queueUp(turn);
            // Registered only now, as it then also runs for work that was cancelled before, and nothing is queued after
            // it.
            sink.onCancel(() -> leave(turn));
            if (before >= most) {
                sink.error(refusal.get().asException());
            } else if (before < atOnce) {
                sink.success(turn);
            }
        });
    }

    /** @return number before it; it was not queued if that is the greatest number allowed */
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

    /** Removes work that is done or cancelled, and starts the next; may be called more than once. */
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
