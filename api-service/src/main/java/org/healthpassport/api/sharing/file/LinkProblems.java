package org.healthpassport.api.sharing.file;

import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;

/** Problems in the answers to recipients of links. */
public final class LinkProblems {
    private LinkProblems() {}

    /** The same problem for every link or file that cannot be opened, whatever the reason. */
    public static ProblemException closed() {
        return Problem.of(
                        ProblemType.NOT_FOUND,
                        "This link is not active, or does not exist. Ask the patient for a new one.")
                .asException();
    }

    /** Has the member {@code remainingAttempts} of SMART Health Links besides those of a problem. */
    public static ProblemException passcode(int remainingAttempts) {
        return Problem.of(
                        ProblemType.WRONG_PASSCODE,
                        "The passcode is missing or wrong. Ask the person who gave you the link.")
                .with("remainingAttempts", remainingAttempts)
                .asException();
    }
}
