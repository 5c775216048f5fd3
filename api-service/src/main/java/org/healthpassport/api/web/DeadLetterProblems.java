package org.healthpassport.api.web;

import org.healthpassport.api.deadletter.decision.DeadLetterRefusal;
import org.healthpassport.api.deadletter.decision.Forgery;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;

/** The answers to refused decisions on dead letters. */
final class DeadLetterProblems extends RefusalTable {
    DeadLetterProblems() {
        on(DeadLetterRefusal.NoSuchDeadLetter.class, ProblemType.NOT_FOUND, "There is no such dead letter.");
        on(
                DeadLetterRefusal.AlreadyReplayed.class,
                replayed -> Problem.of(
                        ProblemType.ALREADY_DECIDED,
                        "The dead letter was already replayed at %s. If it failed again, there is a newer one."
                                .formatted(replayed.at())));
        on(
                DeadLetterRefusal.AlreadyDiscarded.class,
                discarded -> Problem.of(
                        ProblemType.ALREADY_DECIDED,
                        "The dead letter was discarded at %s. This is final.".formatted(discarded.at())));
        on(
                DeadLetterRefusal.Gone.class,
                ProblemType.GONE,
                "Kafka no longer has this dead letter, so it cannot be replayed. You can discard it.");
        on(DeadLetterRefusal.Forged.class, forged -> Problem.of(ProblemType.FORGED, inWords(forged.forgery())));
    }

    private static String inWords(Forgery forgery) {
        return switch (forgery) {
            case UNKNOWN_CONSUMER -> "There is no consumer of this name for this topic.";
            case NAMES_ANOTHER_PLACE -> "Its headers name another topic or consumer.";
            case NOT_HANDLED_BY_CONSUMER -> "It is not an event that its consumer handles.";
            case NOT_WRITTEN_BY_PRODUCER ->
                "The service that may write such events did not write it, or somebody changed it.";
        };
    }
}
