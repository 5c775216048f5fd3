package org.healthpassport.benchmarks.scenario;

/** The product refused what a scenario needs before it can begin. */
public final class PreparationFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PreparationFailed(String message) {
        super(message);
    }
}
