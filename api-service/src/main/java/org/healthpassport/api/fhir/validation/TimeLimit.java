package org.healthpassport.api.fhir.validation;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The time that one validation has. It ends before, if nobody waits for the answer any more. */
final class TimeLimit {
    private final long nanos;
    private final LongSupplier clock;
    private long begin;
    private volatile boolean left;

    TimeLimit(Duration time) {
        this(time, System::nanoTime);
    }

    TimeLimit(Duration time, LongSupplier clock) {
        this.nanos = time.toNanos();
        this.clock = clock;
    }

    /** Called by the thread that validates, as is {@link #check}. */
    void begin() {
        begin = clock.getAsLong();
        check();
    }

    /** @throws Reached if the time is over, or if nobody waits */
    void check() {
        if (left || clock.getAsLong() - begin > nanos) {
            throw new Reached();
        }
    }

    /** Whoever waited for the answer has left. */
    void leave() {
        left = true;
    }

    /** Ends a validation. An error, as HAPI catches exceptions and goes on. */
    static final class Reached extends Error {
        private static final long serialVersionUID = 1;

        private Reached() {
            super("Expected a validation to end in time, but it did not", null, false, false);
        }
    }
}
