package org.healthpassport.api.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.TooSoon;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;

/** A table from refusals to answers, which may be made of smaller ones. */
abstract class RefusalTable {
    private final Map<Class<? extends Refusal>, Function<Refusal, Problem>> rows = new HashMap<>();

    /** Adds the rows of another table. */
    final void include(RefusalTable part) {
        rows.putAll(part.rows);
    }

    final <R extends Refusal> void on(Class<R> refusal, ProblemType type, String detail) {
        on(refusal, Problem.of(type, detail));
    }

    final <R extends Refusal> void on(Class<R> refusal, Problem problem) {
        on(refusal, refused -> problem);
    }

    final <R extends Refusal> void on(Class<R> refusal, Function<R, Problem> answer) {
        rows.put(refusal, refused -> answer.apply(refusal.cast(refused)));
    }

    /** Adds a row that says how long to wait. */
    final <R extends Refusal & TooSoon> void onTooSoon(Class<R> refusal, String detail) {
        on(refusal, tooSoon -> Problem.of(ProblemType.TOO_MANY_REQUESTS, detail).retryAfter(tooSoon.delay()));
    }

    /** The answer to a refusal; empty if it has no row. */
    final Optional<Problem> answer(Refusal refusal) {
        return Optional.ofNullable(rows.get(refusal.getClass())).map(row -> row.apply(refusal));
    }

    /** The refusals that have an answer. */
    final Set<Class<? extends Refusal>> answered() {
        return Set.copyOf(rows.keySet());
    }
}
