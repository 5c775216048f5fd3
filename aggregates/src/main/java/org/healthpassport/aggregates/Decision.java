package org.healthpassport.aggregates;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
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

    /**
     * This decision and a second one on the state after it, to be saved by one commit. If one of them is refused, or if
     * the second changes nothing, nothing is saved.
     *
     * @param state the state that this decision was about
     */
    default Decision<S> then(S state, Function<S, Decision<S>> second) {
        if (this instanceof Refused) {
            return this;
        }
        if (!(this instanceof Accepted<S> first)) {
            return second.apply(state);
        }
        Decision<S> last = second.apply(first.state());
        return last instanceof Accepted<S> accepted
                ? new Accepted<>(
                        accepted.state(),
                        Stream.concat(first.events().stream(), accepted.events().stream())
                                .toList())
                : last;
    }

    /**
     * As {@link #then}, but a second decision that changes nothing leaves the first one as it is.
     *
     * @param state the state that this decision was about
     */
    default Decision<S> and(S state, Function<S, Decision<S>> second) {
        Decision<S> both = then(state, second);
        return both instanceof Unchanged ? this : both;
    }

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
