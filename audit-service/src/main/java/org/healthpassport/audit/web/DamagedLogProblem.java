package org.healthpassport.audit.web;

import java.util.Optional;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.edge.failure.FailureTranslation;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.stereotype.Component;

/** Tells clients to verify a log that is damaged; the edge would take it for a dependency that is away. */
@Component
final class DamagedLogProblem implements FailureTranslation {

    @Override
    public Optional<Problem> problemOf(Throwable cause) {
        return cause instanceof DamagedLogFile
                ? Optional.of(Problem.of(
                        ProblemType.INTERNAL_ERROR,
                        "The stored log is damaged or was changed. This has been logged; verify the log."))
                : Optional.empty();
    }
}
