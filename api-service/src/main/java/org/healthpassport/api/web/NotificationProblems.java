package org.healthpassport.api.web;

import org.healthpassport.api.notification.NotificationRefusal;
import org.healthpassport.api.notification.live.EventRefusal;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;

/** The answers to refusals about notifications and streams of events. */
final class NotificationProblems extends RefusalTable {
    NotificationProblems() {
        on(NotificationRefusal.Unknown.class, ProblemType.NOT_FOUND, "You have no such notification.");
        on(
                EventRefusal.TooManyStreams.class,
                refused -> Problem.of(
                                ProblemType.TOO_MANY_REQUESTS,
                                "Your account has %d open streams of events already; close one of them."
                                        .formatted(refused.most()))
                        .retryAfter(EventRefusal.TooManyStreams.RETRY_AFTER));
        on(
                EventRefusal.NotNow.class,
                Problem.of(
                                ProblemType.UNAVAILABLE,
                                "The server cannot open a stream of events at the moment. Please try again later.")
                        .retryAfter(EventRefusal.NotNow.RETRY_AFTER));
        on(
                EventRefusal.UnknownPosition.class,
                ProblemType.INVALID,
                "Last-Event-ID must be the id of an event that your account received.");
        on(
                EventRefusal.PositionTooOld.class,
                ProblemType.GONE,
                "Events after that id are not kept any more. Load everything again, then connect without Last-Event-ID.");
    }
}
