package org.healthpassport.api.document;

import java.time.Duration;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;

/** Problems that several calls for documents share. */
public final class DocumentProblems {
    public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private DocumentProblems() {}

    public static ProblemException noSuchDocument() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such document.").asException();
    }

    public static ProblemException deleted() {
        return Problem.of(ProblemType.GONE, "The document was deleted.").asException();
    }
}
