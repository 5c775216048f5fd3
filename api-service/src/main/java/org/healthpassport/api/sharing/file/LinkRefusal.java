package org.healthpassport.api.sharing.file;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a recipient gets no files of a link. */
public sealed interface LinkRefusal extends Refusal {

    /** The link or the file cannot be opened; nobody learns for which reason. */
    record Closed() implements LinkRefusal {}

    /** The passcode is missing or wrong. */
    record WrongPasscode(int remainingAttempts) implements LinkRefusal {}
}
