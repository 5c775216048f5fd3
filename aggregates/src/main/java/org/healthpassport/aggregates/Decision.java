package org.healthpassport.aggregates;

import java.util.List;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.refusal.Refusal;

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

    /** The command is refused. */
    record Refused<S>(Refusal refusal) implements Decision<S> {}

    static <S> Decision<S> accept(S state, NewEvent... events) {
        return new Accepted<>(state, List.of(events));
    }

    static <S> Decision<S> unchanged() {
        return new Unchanged<>();
    }

    static <S> Decision<S> refuse(Refusal refusal) {
        return new Refused<>(refusal);
    }
}
