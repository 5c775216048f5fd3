package org.healthpassport.api.web;

import java.time.Duration;
import java.util.Optional;
import org.healthpassport.aggregates.ConcurrentChanges;
import org.healthpassport.aggregates.CreatedTooLate;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.MostlyUnreadable;
import org.healthpassport.edge.failure.FailureTranslation;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** The problems that stand for failures of the write path and of reading what it wrote. */
@Component
public final class AggregateFailureTranslation implements FailureTranslation {
    /** Somebody has to restore data by hand. */
    private static final Duration RETRY_LIST_AFTER = Duration.ofMinutes(5);

    @Override
    public Optional<Problem> problemOf(Throwable cause) {
        if (cause instanceof CannotBeRead) {
            return Optional.of(Problem.of(
                    ProblemType.UNREADABLE,
                    "The resource is stored, but it cannot be read. This was reported; the resource can be read again only"
                            + " after it was restored. Everything else can be read as before."));
        }
        if (cause instanceof MostlyUnreadable) {
            return Optional.of(Problem.of(
                            ProblemType.MOSTLY_UNREADABLE,
                            "More than a few of these resources cannot be read. This was reported. Please try again later.")
                    .retryAfter(RETRY_LIST_AFTER));
        }
        if (cause instanceof ConcurrentChanges) {
            return Optional.of(Problem.of(
                    ProblemType.CONFLICT,
                    "The resource was changed by other requests at the same time. Please try again."));
        }
        if (cause instanceof CreatedTooLate) {
            return Optional.of(
                    Problem.of(ProblemType.UNAVAILABLE, "This took too long, so nothing was saved. Please try again."));
        }
        return cause instanceof DuplicateKeyException
                ? Optional.of(Problem.of(
                        ProblemType.CONFLICT, "The resource was created by another request at the same time."))
                : Optional.empty();
    }
}
