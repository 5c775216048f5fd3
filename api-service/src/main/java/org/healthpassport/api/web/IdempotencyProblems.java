package org.healthpassport.api.web;

import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotencyRefusal;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;

/** The answers to refusals of requests with a key that makes them repeatable. */
final class IdempotencyProblems extends RefusalTable {

    IdempotencyProblems() {
        on(
                IdempotencyRefusal.UnusableKey.class,
                ProblemType.MALFORMED_REQUEST,
                "The header %s must have 1 to %d printable ASCII characters."
                        .formatted(IdempotencyKey.HEADER, IdempotencyKey.LONGEST));
        on(
                IdempotencyRefusal.OtherContent.class,
                ProblemType.INVALID,
                "The Idempotency-Key was used for a request with another content. Choose another key.");
        on(
                IdempotencyRefusal.StillRunning.class,
                running -> Problem.of(
                                ProblemType.CONFLICT,
                                "A request with the same Idempotency-Key is still running. Please try again.")
                        .retryAfter(running.retryAfter()));
        on(
                IdempotencyRefusal.CreatedAndGone.class,
                ProblemType.GONE,
                "The request with this Idempotency-Key created something that does not exist any more.");
    }
}
