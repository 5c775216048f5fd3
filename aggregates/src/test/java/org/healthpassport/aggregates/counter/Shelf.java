package org.healthpassport.aggregates.counter;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.healthpassport.aggregates.AggregateKind;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Attempt;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.events.EventType;
import org.healthpassport.events.document.DocumentDeleted;
import reactor.core.publisher.Mono;

/** The smallest aggregate that takes amounts: it names each command that added to it, and what that added. */
public record Shelf(String subjectId, Map<String, Long> amounts) {
    static final AggregateKind<Shelf> KIND =
            new AggregateKind<>("shelves", "SHELF", Shelf.class, Shelf::subjectId, Set.of(), shelf -> Map.of());

    public Shelf {
        amounts = Map.copyOf(amounts);
    }

    static Attempt<Shelf, String> add(Snapshot<Shelf> shelf, String commandId, long amount) {
        return new Attempt<>(with(shelf, commandId, amount), commandId);
    }

    /** Takes everything away, by a command with a negative amount. */
    static Attempt<Shelf, String> clear(Snapshot<Shelf> shelf, String commandId) {
        long sum = shelf.state().sum();
        return new Attempt<>(sum == 0 ? Decision.unchanged() : with(shelf, commandId, -sum), commandId);
    }

    private static Decision<Shelf> with(Snapshot<Shelf> shelf, String commandId, long amount) {
        Map<String, Long> more = new HashMap<>(shelf.state().amounts);
        more.put(commandId, amount);
        return Decision.accept(
                new Shelf(shelf.state().subjectId, more),
                new NewEvent(
                        EventType.DOCUMENT_DELETED, new DocumentDeleted(shelf.id(), shelf.state().subjectId, null)));
    }

    long sum() {
        return amounts.values().stream().mapToLong(Long::longValue).sum();
    }

    static Mono<Long> sumOf(Aggregates<Shelf> shelves, String subjectId) {
        return shelves.ofSubject(subjectId, null)
                .flatMapIterable(
                        listed -> listed.aggregate().ifReadable().stream().toList())
                .map(shelf -> shelf.state().sum())
                .reduce(0L, Long::sum);
    }

    /** Commands are named {@code {shelf}/{number}}. */
    static Truth truth(Aggregates<Shelf> shelves) {
        return new Truth() {
            @Override
            public Mono<Long> count(String subjectId) {
                return sumOf(shelves, subjectId);
            }

            @Override
            public Mono<CommandFate> fateOf(String commandId, long reserved) {
                return CommandFate.of(
                        shelves,
                        commandId.substring(0, commandId.indexOf('/')),
                        shelf -> shelf.state().amounts.get(commandId));
            }
        };
    }
}
