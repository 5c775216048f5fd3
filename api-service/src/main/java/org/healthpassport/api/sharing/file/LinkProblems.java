package org.healthpassport.api.sharing.file;

import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemException;
import org.healthpassport.api.problem.ProblemType;

/** Problems that strangers with a link are answered with. */
public final class LinkProblems {
    private LinkProblems() {}

    /** One for all links and files that open nothing, whatever the reason. */
    public static ProblemException closed() {
        return Problem.of(ProblemType.NOT_FOUND, "The link is not active, or no longer.")
                .asException();
    }

    /** The member {@code remainingAttempts} is that of SMART Health Links, in an answer that is a problem besides. */
    public static ProblemException passcode(int remainingAttempts) {
        return Problem.of(ProblemType.WRONG_PASSCODE, "Ask whoever gave you the link for its passcode.")
                .with("remainingAttempts", remainingAttempts)
                .asException();
    }
}
