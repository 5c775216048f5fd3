package org.healthpassport.edge.limit;

import java.util.ArrayList;
import java.util.List;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Work that begins when it gets its slot, and ends when the test says so. */
final class Working {
    private final SlotClaim claim;
    private final Sinks.One<String> end = Sinks.one();
    private final Disposable subscription;
    private boolean hasRun;
    private boolean running;
    private @Nullable String result;
    private @Nullable Throwable failure;

    private Working(FairSlots slots, SlotClaim claim) {
        this.claim = claim;
        Mono<String> work = Mono.defer(() -> {
            hasRun = true;
            running = true;
            return end.asMono();
        });
        this.subscription = slots.in(claim, work.doFinally(signal -> running = false))
                .subscribe(value -> result = value, error -> failure = error);
    }

    static Working in(FairSlots slots, String address, String account) {
        return new Working(slots, new SlotClaim(address, account));
    }

    static Working in(FairSlots slots, SlotClaim claim) {
        return new Working(slots, claim);
    }

    static List<Working> times(int count, FairSlots slots, String address, String account) {
        List<Working> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(in(slots, address, account));
        }
        return all;
    }

    SlotClaim claim() {
        return claim;
    }

    boolean isRunning() {
        return running;
    }

    boolean hasRun() {
        return hasRun;
    }

    boolean isWaiting() {
        return !running && !subscription.isDisposed();
    }

    boolean isDone() {
        return result != null;
    }

    Problem refusal() {
        if (failure instanceof ProblemException refused) {
            return refused.problem();
        }
        throw new AssertionError("Expected a refusal, but the failure is " + failure);
    }

    void finish() {
        end.tryEmitValue("done");
    }

    void fail() {
        end.tryEmitError(new IllegalStateException("failed"));
    }

    void cancel() {
        subscription.dispose();
    }
}
