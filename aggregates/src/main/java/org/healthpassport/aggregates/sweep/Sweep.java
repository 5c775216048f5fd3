package org.healthpassport.aggregates.sweep;

import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Removes leftovers. A bean of this type is run repeatedly while the service runs; several instances may sweep at once.
 */
public interface Sweep {

    /** A sweep of one step, which is asked for at each run. */
    static Sweep of(String what, Duration every, Supplier<Mono<Void>> step) {
        return new Sweep() {
            @Override
            public String what() {
                return what;
            }

            @Override
            public Duration every() {
                return every;
            }

            @Override
            public Mono<Void> sweep() {
                return Mono.defer(step);
            }
        };
    }

    /** The swept things, as in a log message: {@code the staged files}. */
    String what();

    /** The time from one run to the next. */
    Duration every();

    /** Runs once; a failure is logged, and the next run tries again. */
    Mono<Void> sweep();
}
