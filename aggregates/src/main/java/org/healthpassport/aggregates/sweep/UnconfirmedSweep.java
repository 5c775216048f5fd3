package org.healthpassport.aggregates.sweep;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Confirms or removes {@link UnconfirmedDocuments}.
 *
 * @param <T> names a document
 */
public abstract class UnconfirmedSweep<T> extends LeftoverSweep<T> {
    private static final int TURNS_PER_AGE = 6;

    private final UnconfirmedDocuments<T> documents;

    /** Declares a sweep, as {@link LeftoverSweep} does. */
    protected UnconfirmedSweep(String what, UnconfirmedDocuments<T> documents, Duration age, Clock clock) {
        super(what, age.dividedBy(TURNS_PER_AGE), age, clock);
        this.documents = documents;
    }

    @Override
    protected final Flux<T> olderThan(Instant time) {
        return documents.writtenBefore(time);
    }

    @Override
    protected final Mono<Void> confirm(List<T> names) {
        return documents.confirm(names);
    }

    @Override
    protected final Mono<Void> remove(List<T> names) {
        return documents.discard(names);
    }
}
