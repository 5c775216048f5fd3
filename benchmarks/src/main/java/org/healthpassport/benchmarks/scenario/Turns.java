package org.healthpassport.benchmarks.scenario;

import java.util.List;

/** Takes one after the other, and begins again after the last. */
final class Turns<T> {
    private final List<T> all;
    private int next;

    Turns(List<T> all) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("Expected something to take turns, but there is nothing");
        }
        this.all = List.copyOf(all);
    }

    T next() {
        T taken = all.get(next);
        next = (next + 1) % all.size();
        return taken;
    }
}
