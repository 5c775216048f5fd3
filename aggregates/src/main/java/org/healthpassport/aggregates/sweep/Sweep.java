package org.healthpassport.aggregates.sweep;

import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Removes leftovers. A bean of this type is run repeatedly while the service runs; several instances may sweep at once.
 */
public interface Sweep {

    /** The swept things, as in a log message: {@code the staged files}. */
    String what();

    /** The time from one run to the next. */
    Duration every();

    /** Runs once; a failure is logged, and the next run tries again. */
    Mono<Void> sweep();
}
