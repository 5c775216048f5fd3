package org.healthpassport.api.aggregate;

import java.util.List;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;

/** What a pure decision on (state, command, now) comes to. */
public sealed interface Decision<S> {

    /** The command is taken: the new state and what is to be told. */
    record Accepted<S>(S state, List<NewEvent> events) implements Decision<S> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** The command changes nothing, as what it asks for is already so. */
    record Unchanged<S>() implements Decision<S> {}

    /** The command is refused. */
    record Refused<S>(Problem problem) implements Decision<S> {}

    static <S> Decision<S> accept(S state, NewEvent... events) {
        return new Accepted<>(state, List.of(events));
    }

    static <S> Decision<S> unchanged() {
        return new Unchanged<>();
    }

    static <S> Decision<S> refuse(ProblemType type, String detail) {
        return new Refused<>(Problem.of(type, detail));
    }
}
