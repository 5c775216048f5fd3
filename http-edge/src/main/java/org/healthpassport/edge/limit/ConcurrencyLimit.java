package org.healthpassport.edge.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.healthpassport.edge.problem.Problem;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Limits the work of one owner that is under way at the same time on this instance. */
public final class ConcurrencyLimit {
    private final int perOwner;
    private final Supplier<Problem> refusal;
    private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

    /** @param refusal the failure of work for which no slot is left */
    public ConcurrencyLimit(int perOwner, Supplier<Problem> refusal) {
        this.perOwner = perOwner;
        this.refusal = refusal;
    }

    /** Runs the work in a slot of its owner; fails with the refusal if all are taken. */
    public <T> Mono<T> in(String owner, Mono<T> work) {
        return Mono.using(() -> take(owner), slot -> work, this::free);
    }

    /** The same for work with more than one result. */
    public <T> Flux<T> in(String owner, Flux<T> work) {
        return Flux.using(() -> take(owner), slot -> work, this::free);
    }

    private String take(String owner) {
        taken.merge(owner, 1, (before, one) -> {
            if (before >= perOwner) {
                throw refusal.get().asException();
            }
            return before + one;
        });
        return owner;
    }

    private void free(String owner) {
        taken.computeIfPresent(owner, (same, before) -> before == 1 ? null : before - 1);
    }
}
