package org.healthpassport.benchmarks.load;

import java.util.function.Consumer;

/**
 * A request, and what to do with its answer. All run on the one thread of the load generator.
 *
 * @param then takes the answer, also that of a failure
 */
public record Exchange(Request request, Consumer<Answer> then) {
    public static Exchange of(Request request) {
        return new Exchange(request, answer -> {});
    }
}
