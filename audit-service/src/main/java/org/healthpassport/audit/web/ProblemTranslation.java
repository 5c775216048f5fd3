package org.healthpassport.audit.web;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.audit.problem.Problem;
import org.healthpassport.audit.problem.ProblemException;
import org.healthpassport.audit.problem.ProblemType;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.bus.failure.Failures;
import org.springframework.web.ErrorResponse;

/** Translates the failures of all layers to problems. A failure that is not known here is an internal error. */
final class ProblemTranslation {
    /** Deeper than any real chain of causes; bounds those that go in circles. */
    private static final int DEEPEST_CAUSE = 16;

    private ProblemTranslation() {}

    static Problem translate(Throwable failure) {
        return causes(failure).stream()
                .flatMap(cause -> ofCause(cause).stream())
                .findFirst()
                .or(() -> ofDependency(failure))
                .orElseGet(() -> Problem.of(
                        ProblemType.INTERNAL_ERROR,
                        "The request failed because of an internal error, which has been logged."));
    }

    private static Optional<Problem> ofCause(Throwable cause) {
        if (cause instanceof ProblemException expected) {
            return Optional.of(expected.problem());
        }
        if (cause instanceof ErrorResponse response) {
            return ProblemType.ofStatus(response.getStatusCode().value()).map(type -> Problem.of(type, detail(type)));
        }
        if (cause instanceof DamagedLogFile) {
            return Optional.of(Problem.of(
                    ProblemType.INTERNAL_ERROR,
                    "The stored log is damaged or was changed. This has been logged; verify the log."));
        }
        return Optional.empty();
    }

    private static Optional<Problem> ofDependency(Throwable failure) {
        return switch (Failures.kindOf(failure)) {
            case TRANSIENT, CONFIGURATION, STORAGE_FULL -> Optional.of(Problem.away());
            case RECORD, UNEXPECTED -> Optional.empty();
        };
    }

    private static String detail(ProblemType type) {
        return switch (type) {
            case NOT_FOUND -> "There is nothing at this address.";
            case METHOD_NOT_ALLOWED -> "This address does not support this method; see the Allow header.";
            case NOT_ACCEPTABLE -> "The response is not available in a format that the Accept header allows.";
            case MALFORMED_REQUEST -> "A parameter is missing or cannot be read.";
            default -> type.title() + '.';
        };
    }

    /** The failure and its causes, outermost first. */
    static List<Throwable> causes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .toList();
    }
}
