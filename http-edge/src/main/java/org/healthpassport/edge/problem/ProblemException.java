package org.healthpassport.edge.problem;

/** Carries a {@link Problem} up to the edge, which answers it; has no stack trace, as the answer is an expected one. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.type() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
