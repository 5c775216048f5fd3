package org.healthpassport.aggregates.counter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.healthpassport.aggregates.counter.CounterDocuments.Settlement;
import org.healthpassport.aggregates.counter.Counters.Owner;
import org.healthpassport.aggregates.sweep.Sweep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends the reservations of commands that died, and compares counters with the truth. A counter is looked at after it was
 * used, until no reservation is left.
 */
@Component
final class CounterSweep implements Sweep {
    private static final Logger log = LoggerFactory.getLogger(CounterSweep.class);

    private static final Duration EVERY = Duration.ofMinutes(1);
    /** Age only decides when the sweep looks at a reservation; the fate of its command decides the rest. */
    private static final Duration OLD = Duration.ofMinutes(10);
    /** Comparing reads everything that the counter counts. */
    private static final Duration CHECK_AT_MOST_EVERY = Duration.ofHours(1);

    private final Counters counters;
    private final CounterDocuments documents;
    private final Clock clock;

    CounterSweep(Counters counters, Clock clock) {
        this.counters = counters;
        this.documents = counters.documents();
        this.clock = clock;
    }

    @Override
    public String what() {
        return "the counters";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    /** A counter that cannot be swept does not stop the sweep of the others. */
    @Override
    public Mono<Void> sweep() {
        return documents.unsettled().concatMapDelayError(this::sweep).then();
    }

    private Mono<Void> sweep(Document found) {
        Owner owner = counters.ownerOf(String.valueOf(found.get("_id")));
        if (owner == null) {
            return Mono.empty();
        }
        StoredCounter counter = StoredCounter.from(found);
        if (counter == null) {
            return counters.rebuiltIfDamaged(owner.kind(), owner.subjectId(), found);
        }
        return counter.reserved().isEmpty() ? check(owner, counter) : endOld(owner, counter);
    }

    private Mono<Void> endOld(Owner owner, StoredCounter counter) {
        Mono<Void> ending = Flux.fromIterable(counter.olderThan(clock.instant().minus(OLD)))
                .concatMap(reservation -> owner.kind()
                        .truth()
                        .fateOf(reservation.commandId(), reservation.amount())
                        .flatMapIterable(fate -> settlements(reservation, fate)))
                .collectList()
                .filter(settlements -> !settlements.isEmpty())
                .flatMap(documents::settle)
                .then();
        return counter.open() == counter.reserved().size()
                ? ending
                : ending.then(documents.recountOpen(counter)).then();
    }

    private static List<Settlement> settlements(Reservation reservation, CommandFate fate) {
        if (fate instanceof CommandFate.Open) {
            return List.of();
        }
        long counted = fate instanceof CommandFate.Counts counts ? counts.amount() : 0;
        return List.of(new Settlement(reservation, counted));
    }

    /**
     * The truth cannot change while no reservation is open, so it is the truth for as long as the revision is the same.
     */
    private Mono<Void> check(Owner owner, StoredCounter counter) {
        Instant now = clock.instant();
        if (counter.wasCheckedAfter(now.minus(CHECK_AT_MOST_EVERY))) {
            return documents.unmark(counter).then();
        }
        return owner.kind()
                .truth()
                .count(owner.subjectId())
                .flatMap(truth -> documents.correct(counter, truth, now).doOnNext(corrected -> {
                    if (corrected && truth != counter.used()) {
                        log.warn(
                                "Expected counter '{}' to be {} as its data, but it was {}; corrected",
                                counter.id(),
                                truth,
                                counter.used());
                    }
                }))
                .then();
    }
}
