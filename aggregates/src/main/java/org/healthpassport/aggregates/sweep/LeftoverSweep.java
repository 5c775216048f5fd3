package org.healthpassport.aggregates.sweep;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.healthpassport.vault.key.SealBroken;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;

/**
 * Removes what is left of commands that died half-way. Such a command writes something first, and then the aggregate
 * that decides whether it counts. The age only decides when the sweep looks at a leftover, as its writer may have been
 * suspended for any time; the aggregate alone decides its fate.
 *
 * @param <T> names a leftover
 */
public abstract class LeftoverSweep<T> implements Sweep {
    private static final int AT_ONCE = 100;

    private final String what;
    private final Duration every;
    private final Duration age;
    private final Clock clock;

    /**
     * Declares a sweep.
     *
     * @param what as {@link Sweep#what}
     * @param age the time for which a leftover is not looked at, so that commands under way are not disturbed
     */
    protected LeftoverSweep(String what, Duration every, Duration age, Clock clock) {
        this.what = what;
        this.every = every;
        this.age = age;
        this.clock = clock;
    }

    /** The leftovers that were written before a time. */
    protected abstract Flux<T> olderThan(Instant time);

    /**
     * The fate of a leftover. If the aggregate does not exist, rules out that it ever will before it calls the leftover
     * removable. Fails with {@link SealBroken} if the aggregate cannot be read.
     */
    protected abstract Mono<LeftoverFate> fateOf(T leftover);

    /** Marks leftovers that count, so that they are not found again. */
    protected abstract Mono<Void> confirm(List<T> confirmed);

    /** Removes leftovers that can never count. */
    protected abstract Mono<Void> remove(List<T> removable);

    @Override
    public final String what() {
        return what;
    }

    @Override
    public final Duration every() {
        return every;
    }

    @Override
    public final Mono<Void> sweep() {
        return Mono.defer(() -> sweep(clock.instant().minus(age)));
    }

    /** Sweeps the leftovers that were written before a time. */
    public final Mono<Void> sweep(Instant writtenBefore) {
        return olderThan(writtenBefore).buffer(AT_ONCE).concatMap(this::sweep).then();
    }

    private Mono<Void> sweep(List<T> leftovers) {
        return Flux.fromIterable(leftovers)
                // One that cannot be read stays as it is, and must not stop the sweep of the others.
                .concatMap(leftover -> fateOf(leftover)
                        .onErrorReturn(SealBroken.class, LeftoverFate.OPEN)
                        .zipWith(Mono.just(leftover)))
                .collect(groupingBy(Tuple2::getT1, mapping(Tuple2::getT2, toList())))
                .flatMap(this::settle);
    }

    private Mono<Void> settle(Map<LeftoverFate, List<T>> fates) {
        List<T> confirmed = fates.getOrDefault(LeftoverFate.CONFIRMED, List.of());
        List<T> removable = fates.getOrDefault(LeftoverFate.REMOVABLE, List.of());
        Mono<Void> confirming = confirmed.isEmpty() ? Mono.empty() : confirm(confirmed);
        return removable.isEmpty() ? confirming : confirming.then(Mono.defer(() -> remove(removable)));
    }
}
