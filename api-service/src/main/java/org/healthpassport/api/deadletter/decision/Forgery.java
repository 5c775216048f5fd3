package org.healthpassport.api.deadletter.decision;

/** The ways in which a dead letter shows that no consumer wrote it. */
public enum Forgery {
    /** No consumer of this name reads the topic. */
    UNKNOWN_CONSUMER,
    /** The headers name another topic or consumer than the topic of the letter. */
    NAMES_ANOTHER_PLACE,
    /** Kafka has the original record, and it is another one. */
    DIFFERS_FROM_ORIGINAL,
    /** Its consumer handles no such events. */
    NOT_HANDLED_BY_CONSUMER
}
