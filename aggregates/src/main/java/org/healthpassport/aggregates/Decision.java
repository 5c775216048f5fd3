package org.healthpassport.aggregates;

import java.util.List;
import java.util.function.Supplier;
import org.healthpassport.aggregates.event.NewEvent;

/** The result of a pure decision on (state, command, now). */
public sealed interface Decision<S> {

    /** The command is accepted: the new state and its events. */
    record Accepted<S>(S state, List<NewEvent> events) implements Decision<S> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** The command changes nothing, as its effect is there already. */
    record Unchanged<S>() implements Decision<S> {}

    /**
     * The command is refused.
     *
     * @param refusal gives the exception with which the change fails
     */
    record Refused<S>(Supplier<? extends RuntimeException> refusal) implements Decision<S> {}

    static <S> Decision<S> accept(S state, NewEvent... events) {
        return new Accepted<>(state, List.of(events));
    }

    static <S> Decision<S> unchanged() {
        return new Unchanged<>();
    }

    static <S> Decision<S> refuse(Supplier<? extends RuntimeException> refusal) {
        return new Refused<>(refusal);
    }
}
