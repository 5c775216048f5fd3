package org.healthpassport.api.access.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.outbox.PendingEvent;
import org.healthpassport.api.access.log.AccessNotRecorded.Reason;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.events.Event;
import org.healthpassport.events.kafka.EventMacs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Writes accesses into MongoDB, those of concurrent requests in one insert. While an insert is under way the next batch
 * gathers, so that no access waits for others to join it.
 *
 * <p>Each producer numbers its events without gaps. A batch that failed, or whose outcome is unknown, is never written
 * again: its requests are refused, and the writer continues as a new producer from 1. If that insert succeeded after
 * all, its events are the last of the old producer; if not, the batch before it has the last ones. Either way the
 * numbers of the old producer have no gap. Continuing with the same producer would leave a gap or use a number twice.
 */
@Component
final class AccessWriter {
    private static final Logger log = LoggerFactory.getLogger(AccessWriter.class);

    /** A document of this many events, each with its stamp of about 2 KB, stays far below MongoDB's limit of 16 MB. */
    private static final int BATCH_AT_MOST = 256;

    private static final int WAITING_AT_MOST = 10_000;
    /** An insert takes milliseconds. */
    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(5);

    private final AccessBatchStore batches;
    private final EventMacs macs;
    private final Ids ids;
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    /** Held from taking a batch until its insert ended; only the holder uses {@link #producer}. */
    private final AtomicBoolean writing = new AtomicBoolean();

    private final AtomicBoolean failing = new AtomicBoolean();
    private Producer producer;

    AccessWriter(AccessBatchStore batches, EventMacs macs, Ids ids) {
        this.batches = batches;
        this.macs = macs;
        this.ids = ids;
        this.producer = Producer.starting(ids.next());
    }

    /**
     * Completes when the access is durable; fails with {@link AccessNotRecorded} if it is not, if that is uncertain, or
     * if too many wait already.
     */
    Mono<Void> write(PreparedAccess access) {
        return Mono.defer(() -> {
                    if (queued.incrementAndGet() > WAITING_AT_MOST) {
                        queued.decrementAndGet();
                        return Mono.error(new AccessNotRecorded(Reason.TOO_MANY_WAIT));
                    }
                    Waiting waiting = new Waiting(access, Sinks.empty());
                    queue.add(waiting);
                    writeNext();
                    return waiting.written.asMono();
                })
                // The next batch must not wait for the work that these requests do next.
                .publishOn(Schedulers.parallel());
    }

    /** Checks again after releasing the writer, so that requests that came meanwhile are not left behind. */
    private void writeNext() {
        while (!queue.isEmpty() && writing.compareAndSet(false, true)) {
            List<Waiting> batch = take();
            if (!batch.isEmpty()) {
                write(batch);
                return;
            }
            writing.set(false);
        }
    }

    private List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>();
        while (batch.size() < BATCH_AT_MOST) {
            Waiting next = queue.poll();
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        queued.addAndGet(-batch.size());
        return batch;
    }

    private void write(List<Waiting> batch) {
        Producer before = producer;
        Producer after = before.after(batch.size());
        Mono.defer(() -> batches.insert(after, numbered(batch, before)))
                .timeout(WRITTEN_WITHIN)
                .subscribe(nothing -> {}, failure -> failed(batch, failure), () -> succeeded(batch, after));
    }

    private List<PendingEvent> numbered(List<Waiting> batch, Producer before) {
        List<PendingEvent> events = new ArrayList<>(batch.size());
        for (Waiting waiting : batch) {
            Event event = waiting.access.numbered(before.id(), before.last() + events.size() + 1);
            events.add(new PendingEvent(macs.attest(event)));
        }
        return events;
    }

    private void succeeded(List<Waiting> batch, Producer after) {
        if (failing.compareAndSet(true, false)) {
            log.info("Accesses are recorded again");
        }
        producer = after;
        writing.set(false);
        writeNext();
        batch.forEach(waiting -> waiting.written.tryEmitEmpty());
    }

    private void failed(List<Waiting> batch, Throwable failure) {
        if (failing.compareAndSet(false, true)) {
            log.warn(
                    "Expected to record accesses, but it failed: {}; requests are refused until it succeeds",
                    failure.getClass().getName());
        }
        producer = Producer.starting(ids.next());
        writing.set(false);
        writeNext();
        Reason reason = Failures.kindOf(failure) == FailureKind.STORAGE_FULL ? Reason.STORAGE_FULL : Reason.NOT_WRITTEN;
        batch.forEach(waiting -> waiting.written.tryEmitError(new AccessNotRecorded(reason)));
    }

    /** A request that waits until its access is durable. */
    private record Waiting(PreparedAccess access, Sinks.Empty<Void> written) {}
}
