package org.healthpassport.aggregates.counter;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import org.healthpassport.aggregates.counter.CounterDocuments.Settlement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Writes settlements in batches, off the path of requests. The sweep repairs those that are lost. */
final class Settlements implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Settlements.class);

    private static final int QUEUE_CAPACITY = 10_000;
    private static final int BATCH_AT_MOST = 256;
    private static final Duration BATCH_AFTER = Duration.ofMillis(50);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);

    private final CounterDocuments documents;
    private final Sinks.Many<Settlement> queue =
            Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(QUEUE_CAPACITY));
    private final Scheduler writing = Schedulers.newSingle("counter-settlements", true);
    private final Sinks.Empty<Void> written = Sinks.empty();
    private Disposable running = Disposables.disposed();

    Settlements(CounterDocuments documents) {
        this.documents = documents;
    }

    void start() {
        running = queue.asFlux()
                .publishOn(writing)
                .bufferTimeout(BATCH_AT_MOST, BATCH_AFTER, writing, true)
                .concatMap(this::write)
                .doFinally(end -> written.tryEmitEmpty())
                .subscribe();
    }

    /** Returns at once; drops the settlement if too many wait. */
    synchronized void add(Settlement settlement) {
        queue.tryEmitNext(settlement);
    }

    Mono<Void> write(List<Settlement> batch) {
        return documents
                .settle(batch)
                .flatMap(settled -> settled == batch.size() ? Mono.empty() : missed(batch))
                .onErrorResume(failure -> {
                    log.warn(
                            "Expected to settle {} reservations of counters, but it failed: {}; the sweep will settle them",
                            batch.size(),
                            failure.getClass().getName());
                    return Mono.empty();
                });
    }

    /**
     * A reservation that is gone was settled by the sweep, or somebody removed the counter by hand, which then misses
     * what the command added.
     */
    private Mono<Void> missed(List<Settlement> batch) {
        Set<String> counters =
                batch.stream().map(each -> each.reservation().counterId()).collect(toSet());
        return documents.haveChecked(counters);
    }

    /** Writes what waits. */
    @Override
    public void close() {
        synchronized (this) {
            queue.tryEmitComplete();
        }
        if (!running.isDisposed()) {
            written.asMono().timeout(STOPS_WITHIN, Mono.empty()).block();
        }
        running.dispose();
        writing.dispose();
    }
}
