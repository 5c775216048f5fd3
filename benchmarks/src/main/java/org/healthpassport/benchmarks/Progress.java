package org.healthpassport.benchmarks;

import java.util.function.Consumer;

/** Prints lines with the seconds since the begin, so that people see that it goes on. */
final class Progress implements Consumer<String> {
    private final long began = System.nanoTime();

    @Override
    public void accept(String line) {
        System.out.printf("[%3d s] %s%n", (System.nanoTime() - began) / 1_000_000_000, line);
    }
}
