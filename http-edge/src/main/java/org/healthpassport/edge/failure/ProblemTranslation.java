package org.healthpassport.edge.failure;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.edge.account.OlderThanSeen;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.problem.StorageFullProblems;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebInputException;

/** Translates a failure of any layer into a problem. An unknown failure becomes an internal error. */
@Component
final class ProblemTranslation {
    private static final Duration OVERLOAD_RETRY = Duration.ofSeconds(1);

    private final List<FailureTranslation> ofService;

    ProblemTranslation(List<FailureTranslation> ofService) {
        this.ofService = ofService;
    }

    Problem translate(Throwable failure) {
        return first(failure, this::ofCause)
                .or(() -> ofInput(failure))
                .or(() -> ofFramework(failure))
                .or(() -> ofDependency(failure))
                .orElseGet(() ->
                        Problem.of(ProblemType.INTERNAL_ERROR, "An unexpected error occurred. It has been logged."));
    }

    private Optional<Problem> ofCause(Throwable cause) {
        if (cause instanceof ProblemException expected) {
            return Optional.of(expected.problem());
        }
        if (cause instanceof DataBufferLimitException) {
            return Optional.of(Problem.of(ProblemType.TOO_LARGE, "The body is too large."));
        }
        if (cause instanceof RejectedExecutionException) {
            return Optional.of(
                    Problem.of(ProblemType.UNAVAILABLE, "The service is busy at the moment. Please try again.")
                            .retryAfter(OVERLOAD_RETRY));
        }
        if (cause instanceof OlderThanSeen) {
            return Optional.of(Problem.unavailable());
        }
        return ofService.stream()
                .flatMap(translation -> translation.problemOf(cause).stream())
                .findFirst();
    }

    private static Optional<Problem> ofInput(Throwable failure) {
        return failure instanceof ServerWebInputException input
                ? Optional.of(InputProblems.of(input))
                : Optional.empty();
    }

    private static Optional<Problem> ofFramework(Throwable failure) {
        return failure instanceof ErrorResponse response
                ? ofStatus(response.getStatusCode().value())
                : Optional.empty();
    }

    /** A failure of our own store or broker is not the fault of the request, whether its code is known or not. */
    private static Optional<Problem> ofDependency(Throwable failure) {
        return switch (Failures.kindOf(failure)) {
            case TRANSIENT, CONFIGURATION -> Optional.of(Problem.unavailable());
            case STORAGE_FULL -> Optional.of(StorageFullProblems.problem());
            case RECORD, FORGED, UNREADABLE, UNEXPECTED -> Optional.empty();
        };
    }

    /** The problem of a status that the framework or the server chose; empty for one that has no type. */
    static Optional<Problem> ofStatus(int status) {
        return Arrays.stream(ProblemType.values())
                .filter(type -> type.status() == status)
                .findFirst()
                .map(type -> Problem.of(type, detail(type)));
    }

    private static String detail(ProblemType type) {
        return switch (type) {
            case NOT_FOUND -> "There is nothing at this address.";
            case RANGE_NOT_SATISFIABLE -> "The range begins behind the end; the Content-Range header has the size.";
            case URI_TOO_LONG -> "The address of the request is too long.";
            case HEADERS_TOO_LARGE -> "The headers of the request are too long.";
            case MALFORMED_REQUEST -> "The address or a header of the request is malformed.";
            case METHOD_NOT_ALLOWED -> "This address does not support this method; see the Allow header.";
            case NOT_ACCEPTABLE -> "This is not available in any format that the Accept header allows.";
            case UNSUPPORTED_TYPE -> "A body of this type is not supported here.";
            case TOO_LARGE -> "The body is too large.";
            default -> type.title() + '.';
        };
    }

    private static <T> Optional<T> first(Throwable failure, Function<Throwable, Optional<T>> question) {
        return Failures.causes(failure).stream()
                .flatMap(cause -> question.apply(cause).stream())
                .findFirst();
    }
}
