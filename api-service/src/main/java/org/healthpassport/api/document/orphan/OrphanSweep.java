package org.healthpassport.api.document.orphan;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.healthpassport.aggregates.sweep.Sweep;
import org.healthpassport.api.document.upkeep.StoreLease;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.vault.object.ObjectStore;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds, once a day, objects that no document needs, and removes them after a grace period; and documents whose objects are
 * gone, which only an operator can bring back from a backup. Both numbers are metrics. Does not run beside a move.
 */
@Component
class OrphanSweep implements Sweep {
    private static final Duration LOOKED_EVERY = Duration.ofHours(1);
    private static final Duration EVERY = Duration.ofHours(24);
    /** An upload, a move or a report may take hours, but none takes a day. */
    private static final Duration GRACE = Duration.ofHours(24);

    private static final String METRIC = "healthpassport.documents.orphans";

    private final DocumentStores stores;
    private final OrphanedObjects objects;
    private final LostObjects lost;
    private final StoreLease lease;
    private final OrphanSweepRuns runs;
    private final Clock clock;
    private final AtomicLong objectsWithoutDocument = new AtomicLong();
    private final AtomicLong documentsWithoutObject = new AtomicLong();

    OrphanSweep(
            DocumentStores stores,
            OrphanedObjects objects,
            LostObjects lost,
            StoreLease lease,
            OrphanSweepRuns runs,
            Clock clock,
            MeterRegistry meters) {
        this.stores = stores;
        this.objects = objects;
        this.lost = lost;
        this.lease = lease;
        this.runs = runs;
        this.clock = clock;
        gauge(meters, "document", "Objects without a document that the last sweep found", objectsWithoutDocument);
        gauge(meters, "object", "Documents without an object that the last sweep found", documentsWithoutObject);
    }

    @Override
    public String what() {
        return "the orphans of the object stores";
    }

    @Override
    public Duration every() {
        return LOOKED_EVERY;
    }

    @Override
    public Mono<Void> sweep() {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return runs.isDue(now, EVERY)
                    .filter(due -> due)
                    .flatMap(due -> lease.during(sweep(now.minus(GRACE)).then(runs.done(now))));
        });
    }

    /** Looks at objects that were created before a time, and at all documents. */
    Mono<Void> sweep(Instant createdBefore) {
        // What is lost first, as an orphan may be what brings it back.
        return sumOver(lost::count)
                .doOnNext(documentsWithoutObject::set)
                .then(sumOver(store -> objects.remove(store, createdBefore)))
                .doOnNext(objectsWithoutDocument::set)
                .then();
    }

    /** Fails if one of the stores does, so that the numbers stay as they were. */
    private Mono<Long> sumOver(Function<ObjectStore, Mono<Long>> work) {
        return Flux.fromIterable(stores.all()).concatMap(work).reduce(0L, Long::sum);
    }

    private static void gauge(MeterRegistry meters, String without, String description, AtomicLong number) {
        Gauge.builder(METRIC, number, AtomicLong::get)
                .description(description)
                .tag("without", without)
                .register(meters);
    }
}
