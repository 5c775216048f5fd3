package org.healthpassport.benchmarks.load;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Makes requests, one after the other, on the thread of the load generator. */
public interface Source {
    /** The next request; null if there are no more. */
    @Nullable
    Exchange next();

    /** The same, until this time has passed from now on. */
    default Source during(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return () -> System.nanoTime() < end ? next() : null;
    }

    /** The same, at most this many. */
    default Source atMost(long count) {
        AtomicLong left = new AtomicLong(count);
        return () -> left.getAndDecrement() > 0 ? next() : null;
    }

    static Source of(Iterable<Exchange> exchanges) {
        Iterator<Exchange> rest = exchanges.iterator();
        return () -> rest.hasNext() ? rest.next() : null;
    }
}
