package org.healthpassport.edge.problem;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as a value: the content of an {@code application/problem+json} answer.
 *
 * @param detail a sentence for people; never contains PHI, secrets or class names
 * @param errors the invalid members of the request body; empty if the problem is a different one
 * @param retryAfter the time after which a repeat makes sense, sent as {@code Retry-After}
 * @param extensions further members of the answer (RFC 9457, 3.2), usually none
 */
public record Problem(
        ProblemType type,
        String detail,
        List<InvalidMember> errors,
        @Nullable Duration retryAfter,
        Map<String, Object> extensions)
        implements Supplier<ProblemException> {
    private static final Duration DEPENDENCY_RETRY = Duration.ofSeconds(2);

    public Problem {
        errors = List.copyOf(errors);
        extensions = Map.copyOf(extensions);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of(), null, Map.of());
    }

    /** The problem of a request that needs a store, a broker or another service that does not answer. */
    public static Problem unavailable() {
        return of(ProblemType.UNAVAILABLE, "A service that is needed for this is not available. Please try again.")
                .retryAfter(DEPENDENCY_RETRY);
    }

    public static Problem invalid(InvalidMember... errors) {
        return new Problem(
                ProblemType.INVALID, "Some members of the request are invalid.", List.of(errors), null, Map.of());
    }

    public static Problem invalid(String pointer, String detail) {
        return invalid(new InvalidMember(pointer, detail));
    }

    /** The same problem, with the place in the request body. */
    public Problem at(String pointer, String what) {
        return new Problem(type, detail, List.of(new InvalidMember(pointer, what)), retryAfter, extensions);
    }

    public Problem retryAfter(Duration delay) {
        return new Problem(type, detail, errors, delay, extensions);
    }

    /** The same problem with one further member, whose name no other member may have. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new HashMap<>(extensions);
        more.put(member, value);
        return new Problem(type, detail, errors, retryAfter, more);
    }

    public ProblemException asException() {
        return new ProblemException(this);
    }

    /** The same as {@link #asException}, for callers that throw what a supplier gives. */
    @Override
    public ProblemException get() {
        return asException();
    }

    /**
     * One invalid member.
     *
     * @param pointer JSON pointer into the request body (RFC 6901)
     */
    public record InvalidMember(String pointer, String detail) {}
}
