package org.healthpassport.api.deadletter.decision;

/** The ways in which a dead letter shows that it must not be replayed. */
public enum Forgery {
    /** No consumer of this name reads the topic. */
    UNKNOWN_CONSUMER,
    /** The headers name another topic or consumer than the topic of the letter. */
    NAMES_ANOTHER_PLACE,
    /** Its consumer handles no such events. */
    NOT_HANDLED_BY_CONSUMER,
    /** The service that alone may write such events did not write this one, or somebody changed it. */
    NOT_WRITTEN_BY_PRODUCER
}
