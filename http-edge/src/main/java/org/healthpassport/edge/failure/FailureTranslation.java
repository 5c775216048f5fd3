package org.healthpassport.edge.failure;

import java.util.Optional;
import org.healthpassport.edge.problem.Problem;

/** Translates failures that one service knows and the edge does not; a bean of this type is asked about each cause. */
public interface FailureTranslation {

    /** The problem that stands for a failure; empty if this translation does not know the failure. */
    Optional<Problem> problemOf(Throwable cause);
}
