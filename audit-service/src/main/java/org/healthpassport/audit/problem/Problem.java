package org.healthpassport.audit.problem;

import java.util.List;

/**
 * A refusal as a value, which is answered as {@code application/problem+json}.
 *
 * @param detail a sentence for a person; never carries secrets, class names or parts of the request
 * @param errors the invalid parameters of the request, empty where the problem is another
 */
public record Problem(ProblemType type, String detail, List<InvalidParameter> errors) {
    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of());
    }

    /** A parameter that has a form which is not read here, 400. */
    public static Problem malformed(String parameter, String detail) {
        return invalid(ProblemType.MALFORMED_REQUEST, parameter, detail);
    }

    /** A parameter that has its form, but a value for which there is no answer, 422. */
    public static Problem invalid(String parameter, String detail) {
        return invalid(ProblemType.INVALID, parameter, detail);
    }

    public static Problem away() {
        return of(ProblemType.UNAVAILABLE, "A service that this request needs is not available. Please try again.");
    }

    public ProblemException asException() {
        return new ProblemException(this);
    }

    private static Problem invalid(ProblemType type, String parameter, String detail) {
        return new Problem(
                type, "A parameter of the request is invalid.", List.of(new InvalidParameter('/' + parameter, detail)));
    }

    /**
     * One invalid parameter.
     *
     * @param pointer {@code /} and the name of the query parameter
     */
    public record InvalidParameter(String pointer, String detail) {}
}
