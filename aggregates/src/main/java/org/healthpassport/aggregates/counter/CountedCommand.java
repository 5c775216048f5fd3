package org.healthpassport.aggregates.counter;

import java.util.List;
import java.util.function.Function;
import org.healthpassport.aggregates.ConcurrentChanges;
import org.healthpassport.aggregates.CreatedTooLate;
import org.springframework.dao.DuplicateKeyException;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * The reservations of one command, which may need several attempts. Each attempt makes its own reservations beside its
 * prerequisite, so that reserving adds no waiting. If nobody knows how the last attempt ended, its reservations stay for
 * the sweep.
 */
public final class CountedCommand {
    private final Counters counters;
    /** Of the attempt that may still commit. */
    private volatile List<Reservation> current = List.of();

    public CountedCommand(Counters counters) {
        this.counters = counters;
    }

    /** The same decision; when it is asked again, the attempt before has lost. */
    public <S, A> Function<S, A> deciding(Function<S, A> decide) {
        return state -> {
            releaseCurrent();
            return decide.apply(state);
        };
    }

    /**
     * Makes the prerequisite of an attempt and its reservations at the same time. If one of the two fails, so does this,
     * and the other is undone.
     *
     * @param undo removes the prerequisite
     */
    public Mono<Void> prepare(
            String subjectId, String commandId, List<Demand> demands, Mono<Void> prerequisite, Mono<Void> undo) {
        Mono<Void> reserving = counters.reserve(subjectId, commandId, demands)
                .doOnNext(reserved -> current = reserved)
                .then();
        return Mono.whenDelayError(reserving, prerequisite).onErrorResume(failure -> {
            releaseCurrent();
            Throwable first = Exceptions.unwrapMultiple(failure).get(0);
            return undo.onErrorComplete().then(Mono.error(first));
        });
    }

    /** Runs the command, and settles or releases what the last attempt has reserved, without waiting for that. */
    public <T> Mono<T> run(Mono<T> command) {
        return command.doOnSuccess(result -> {
                    if (result == null) {
                        releaseCurrent();
                    } else {
                        current.forEach(counters::settle);
                        current = List.of();
                    }
                })
                .doOnError(CountedCommand::isOver, failure -> releaseCurrent());
    }

    /** The same, but the result waits for the settlement, so that what was given back can be had at once. */
    public <T> Mono<T> runUntilSettled(Mono<T> command) {
        return run(command.delayUntil(result -> {
            List<Reservation> reserved = current;
            current = List.of();
            return counters.settleNow(reserved);
        }));
    }

    private void releaseCurrent() {
        current.forEach(counters::release);
        current = List.of();
    }

    /** After any other failure the last attempt may still take effect. */
    private static boolean isOver(Throwable failure) {
        return failure instanceof ConcurrentChanges
                || failure instanceof CreatedTooLate
                || failure instanceof DuplicateKeyException;
    }
}
