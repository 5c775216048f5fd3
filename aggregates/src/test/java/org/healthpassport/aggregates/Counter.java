package org.healthpassport.aggregates;

import java.util.Map;
import java.util.Set;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.events.EventType;
import org.healthpassport.events.document.DocumentDeleted;

/** The smallest possible aggregate: it counts, and each step has an event. */
public record Counter(String subjectId, long value) {
    public static final AggregateKind<Counter> KIND = new AggregateKind<>(
            "counters", "COUNTER", Counter.class, Counter::subjectId, Set.of(), counter -> Map.of());

    /** A refusal for tests. */
    public record CountsNoMore() implements Refusal {}

    public static NewEvent stepped(String counterId, String subjectId) {
        return new NewEvent(EventType.DOCUMENT_DELETED, new DocumentDeleted(counterId, subjectId, null));
    }

    public static Decision<Counter> step(Snapshot<Counter> counter) {
        Counter state = counter.state();
        return Decision.accept(new Counter(state.subjectId, state.value + 1), stepped(counter.id(), state.subjectId));
    }
}
