package org.healthpassport.audit.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.web.server.ServerWebExchange;

/**
 * The query parameters of a request, read strictly: one that is misspelled or comes twice would otherwise give answers to
 * another question. Fails with 400.
 */
public final class Parameters {
    private static final int LONGEST = 256;

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    public static Parameters of(ServerWebExchange exchange, String... names) {
        Map<String, List<String>> values = exchange.getRequest().getQueryParams();
        Set<String> known = Set.of(names);
        values.forEach((name, given) -> {
            if (!known.contains(name)) {
                throw malformed(
                        "",
                        names.length == 0
                                ? "must have no parameters"
                                : "must have no parameters other than " + String.join(", ", names));
            }
            if (given.size() != 1 || given.get(0) == null || given.get(0).isEmpty()) {
                throw malformed(name, "must be given once, with a value");
            }
            if (given.get(0).length() > LONGEST) {
                throw malformed(name, "must have at most " + LONGEST + " characters");
            }
        });
        return new Parameters(values);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(given -> given.get(0));
    }

    /** A number that is not negative, in decimal digits. */
    public Optional<Long> number(String name) {
        return text(name).map(text -> {
            if (!text.matches("0|[1-9][0-9]{0,17}")) {
                throw malformed(name, "must be a whole number of at most 18 digits, and not negative");
            }
            return Long.valueOf(text);
        });
    }

    /** As {@link #number}, of a parameter that must be there. */
    public long requiredNumber(String name) {
        return number(name).orElseThrow(() -> malformed(name, "must be given"));
    }

    /** A time as RFC 3339 has it, with any offset. */
    public Optional<Instant> time(String name) {
        return text(name).map(text -> {
            try {
                // In a query, a plus sign that was not encoded is a space.
                return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            } catch (DateTimeException e) {
                throw malformed(name, "must be a time such as 2026-11-23T05:26:00Z");
            }
        });
    }

    /** Refuses a parameter whose form is not accepted here: 400. */
    public static ProblemException malformed(String name, String detail) {
        return refusal(ProblemType.MALFORMED_REQUEST, name, detail);
    }

    /** Refuses a parameter that is well-formed, but has a value for which there is no answer: 422. */
    public static ProblemException invalid(String name, String detail) {
        return refusal(ProblemType.INVALID, name, detail);
    }

    private static ProblemException refusal(ProblemType type, String name, String detail) {
        return Problem.of(type, "A parameter of the request is invalid.")
                .at('/' + name, detail)
                .asException();
    }
}
