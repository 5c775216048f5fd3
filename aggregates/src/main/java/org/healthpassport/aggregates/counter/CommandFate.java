package org.healthpassport.aggregates.counter;

import java.util.function.Function;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The fate of a command that reserved an amount. */
public sealed interface CommandFate {

    /** It took effect, with that amount. */
    record Counts(long amount) implements CommandFate {}

    /** It took no effect, and never will. */
    record Lost() implements CommandFate {}

    /** Nobody can tell yet. */
    record Open() implements CommandFate {}

    /**
     * The fate of a command that creates or changes an aggregate. If the aggregate does not name the command, the id is
     * ruled out or the aggregate is fenced, so that an attempt that stood still fails when it goes on.
     *
     * @param amountOf the amount with which an aggregate counts for the command; null if it does not name it
     */
    static <S> Mono<CommandFate> of(
            Aggregates<S> aggregates, String id, Function<Snapshot<S>, @Nullable Long> amountOf) {
        return search(aggregates, id, aggregate -> Mono.justOrEmpty(amountOf.apply(aggregate)));
    }

    /**
     * The same for an aggregate that alone does not tell which commands changed it.
     *
     * @param amountOf empty if the command did not change the aggregate; fails with {@link CannotBeRead} if nobody can tell
     */
    static <S> Mono<CommandFate> search(
            Aggregates<S> aggregates, String id, Function<Snapshot<S>, Mono<Long>> amountOf) {
        return named(aggregates, id, amountOf)
                .switchIfEmpty(Mono.defer(() -> aggregates
                        .fence(id)
                        .flatMap(there -> there ? Mono.just(true) : aggregates.ruleOut(id))
                        .flatMap(closed -> closed
                                ? named(aggregates, id, amountOf).defaultIfEmpty(new Lost())
                                : Mono.just(new Open()))))
                .onErrorReturn(CannotBeRead.class, new Open());
    }

    private static <S> Mono<CommandFate> named(
            Aggregates<S> aggregates, String id, Function<Snapshot<S>, Mono<Long>> amountOf) {
        return aggregates.find(id).flatMap(amountOf).map(Counts::new);
    }
}
