package org.healthpassport.api.web;

import org.healthpassport.api.consent.ConsentRefusal;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;

/** The answers to refusals about consents. */
final class ConsentProblems extends RefusalTable {
    ConsentProblems() {
        on(ConsentRefusal.NoSuchConsent.class, ProblemType.NOT_FOUND, "There is no such consent.");
        on(ConsentRefusal.NoSuchRequest.class, ProblemType.NOT_FOUND, "There is no such request.");
        on(
                ConsentRefusal.AlreadyDecided.class,
                ProblemType.ALREADY_DECIDED,
                "The request was approved or refused, or it is too old.");
        on(
                ConsentRefusal.OpenRequest.class,
                ProblemType.OPEN_REQUEST,
                "The patient has not decided about your last request yet.");
        on(
                ConsentRefusal.OnlyForClinicians.class,
                ProblemType.FORBIDDEN,
                "Only doctors and hospitals ask for consent.");
        on(
                ConsentRefusal.TooMany.class,
                tooMany -> Problem.of(
                        ProblemType.INVALID,
                        "A patient can have at most %d consents and requests, with those that are over."
                                .formatted(tooMany.most())));
        on(
                ConsentRefusal.TooManyRequests.class,
                tooMany -> Problem.of(ProblemType.TOO_MANY_REQUESTS, "Too many requests for consent within a day.")
                        .retryAfter(tooMany.delay()));
    }
}
