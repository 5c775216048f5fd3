package org.healthpassport.api.consent.representative.takeover;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.sweep.LeftoverFate;
import org.healthpassport.aggregates.sweep.LeftoverSweep;
import org.healthpassport.api.consent.representative.takeover.TakeoverNotes.Found;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finishes the takeovers that were interrupted. The passport decides about them as it would have decided then. */
@Component
final class UnfinishedTakeovers extends LeftoverSweep<Found> {
    private static final Duration EVERY = Duration.ofMinutes(1);
    /** Longer than a request takes, as a rule; a slower one begins again, and a step that is done twice changes nothing. */
    private static final Duration OLD = Duration.ofMinutes(1);

    private final TakeoverNotes notes;
    private final TakingOver takingOver;

    UnfinishedTakeovers(TakeoverNotes notes, TakingOver takingOver, Clock clock) {
        super("the unfinished takeovers of passports", EVERY, OLD, clock);
        this.notes = notes;
        this.takingOver = takingOver;
    }

    @Override
    protected Flux<Found> olderThan(Instant time) {
        return notes.olderThan(time);
    }

    @Override
    protected Mono<LeftoverFate> fateOf(Found found) {
        return takingOver
                .finish(found.note())
                .onErrorResume(Refused.class, decidedAgainst -> Mono.empty())
                .thenReturn(LeftoverFate.CONFIRMED);
    }

    @Override
    protected Mono<Void> confirm(List<Found> finished) {
        return Flux.fromIterable(finished).concatMap(notes::finish).then();
    }

    /** None is removable: each is finished. */
    @Override
    protected Mono<Void> remove(List<Found> dead) {
        return Mono.empty();
    }
}
