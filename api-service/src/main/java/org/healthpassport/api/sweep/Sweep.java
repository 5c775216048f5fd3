package org.healthpassport.api.sweep;

import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Removes what was left behind. A bean of this type gets its turns while the service runs; instances may sweep at once.
 */
public interface Sweep {

    /** What is swept, as a log message begins: {@code Staged files}. */
    String what();

    /** The time from one turn to the next. */
    Duration every();

    /** One turn; a failure is told, and can wait for the next. */
    Mono<Void> sweep();
}
