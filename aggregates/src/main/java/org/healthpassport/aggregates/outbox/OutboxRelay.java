package org.healthpassport.aggregates.outbox;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.healthpassport.aggregates.outbox.AttestedOutbox.Attested;
import org.healthpassport.aggregates.outbox.PendingEventStore.Waiting;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.events.Event;
import org.healthpassport.vault.key.file.KeysAway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Carries events from aggregates to Kafka: at least once, and in order for each aggregate, each event only after the
 * one before was acknowledged.
 *
 * <p>Only events that this service attested are sent. Signing them here would sign what somebody else wrote into the database.
 *
 * <p>The instance that saved a decision sends its events at once. A sweep sends events that were left behind because a
 * process died, Kafka was away, or the queue was full.
 *
 * <pre>
 *   saved --nudge--> queue --send in order--> acknowledged --bulk write--> gone
 *                      |          |
 *                      +- full ---+- failed ---> waits in its aggregate --sweep: unchanged for 2 s, claim--> queue
 * </pre>
 */
public final class OutboxRelay implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);
    /** The time for which a lease is respected. Taking over too early only sends events twice. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int SWEEP_AT_MOST = 5_000;
    /** The earlier events that are checked on the thread of a request, which takes some 20 µs each; the sweep sends more. */
    private static final int CHECKED_AT_ONCE = 256;

    private static final int QUEUE_CAPACITY = 10_000;
    private static final int AGGREGATES_AT_ONCE = 256;
    private static final int REMOVE_AT_MOST = 256;
    private static final Duration REMOVE_AFTER = Duration.ofMillis(5);

    private enum Flight {
        ONCE,
        /** More events were saved while the first were sent. */
        AND_MORE
    }

    private final String instance;
    private final AttestedOutbox attested;
    private final PendingEventStore waitingEvents;
    private final EventPublisher publisher;
    private final List<SavedEvents> told;
    private final StaleLeaseDetector observations = new StaleLeaseDetector(PATIENCE, System::nanoTime);
    private final Set<String> collections = new CopyOnWriteArraySet<>();
    private final Set<String> independent = new CopyOnWriteArraySet<>();
    private final Map<AggregateRef, Flight> inFlight = new ConcurrentHashMap<>();
    private final Sinks.Many<LeasedEvents> queue =
            Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(QUEUE_CAPACITY));
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicBoolean sweepFailing = new AtomicBoolean();
    private final Scheduler sending = Schedulers.newSingle("outbox-relay");
    private final Disposable.Composite running = Disposables.composite();

    OutboxRelay(
            String instance,
            ReactiveMongoTemplate mongo,
            EventPublisher publisher,
            AttestedOutbox attested,
            List<SavedEvents> told) {
        this.instance = instance;
        this.attested = attested;
        this.waitingEvents = new PendingEventStore(mongo, attested);
        this.publisher = publisher;
        this.told = List.copyOf(told);
    }

    /** The name under which this instance holds leases. */
    public String instance() {
        return instance;
    }

    /** Starts to relay the events of a collection. */
    public void watch(String collection) {
        collections.add(collection);
    }

    /**
     * Starts to relay the events of a collection that depend on no order. Those of one document are sent together, and so
     * with one request to Kafka instead of one for each.
     */
    public void watchIndependent(String collection) {
        independent.add(collection);
        collections.add(collection);
    }

    /** The collections whose events are relayed. */
    Set<String> collections() {
        return Set.copyOf(collections);
    }

    /** Creates the index with which the sweep finds waiting events in a collection. */
    public Mono<Void> createIndex(String collection) {
        return waitingEvents.createIndex(collection);
    }

    /**
     * All events that Kafka may not have yet, of all instances.
     *
     * @param documentsAtMost in each collection
     * @return fails with a {@link TransientFailure} if there are more
     */
    public Mono<List<Event>> waiting(int documentsAtMost) {
        return Flux.fromIterable(collections)
                .concatMap(collection -> waitingEvents
                        .find(collection, documentsAtMost + 1)
                        .collectList()
                        .doOnNext(found -> requireAtMost(documentsAtMost, found.size())))
                .flatMapIterable(found -> found)
                .flatMapIterable(Waiting::events)
                .map(PendingEvent::event)
                .collectList();
    }

    private static void requireAtMost(int documents, int found) {
        if (found > documents) {
            throw new TransientFailure(
                    "Expected events of " + documents + " documents at most that wait for Kafka, but there are more");
        }
    }

    /** Starts sending and sweeping. */
    void start() {
        running.add(queue.asFlux()
                .publishOn(sending)
                .flatMap(this::send, AGGREGATES_AT_ONCE)
                .bufferTimeout(REMOVE_AT_MOST, REMOVE_AFTER, true)
                .concatMap(this::remove)
                .subscribe(removed -> {}, OutboxRelay::stopped));
        running.add(Flux.interval(SWEEP_EVERY, sending)
                .onBackpressureDrop()
                .concatMap(tick -> sweep(), 1)
                .subscribe(swept -> {}, OutboxRelay::stopped));
    }

    /**
     * Sends the events of an aggregate that was just created; returns at once.
     *
     * @param events made by this service just now
     */
    public void nudge(AggregateRef aggregate, List<PendingEvent> events, Lease lease) {
        nudge(aggregate, null, events, lease);
    }

    /**
     * Sends the events of an aggregate that was just saved; returns at once.
     *
     * @param before the value of {@link OutboxFields#EVENTS} before, as sending the new events alone could overtake earlier ones;
     *     null if there was none
     * @param events made by this service just now
     * @param lease null if another instance holds it, which will send these events too
     */
    public void nudge(
            AggregateRef aggregate, @Nullable Object before, List<PendingEvent> events, @Nullable Lease lease) {
        told.forEach(listener -> listener.saved(events));
        if (lease == null || (before instanceof List<?> many && many.size() > CHECKED_AT_ONCE)) {
            return;
        }
        Attested earlier;
        try {
            earlier = attested.in(aggregate, before);
        } catch (KeysAway away) {
            // They are saved, so the command succeeded. The sweep sends them when the keys are back.
            return;
        }
        List<PendingEvent> all = earlier.all()
                ? Stream.concat(earlier.events().stream(), events.stream()).toList()
                : earlier.events();
        if (!all.isEmpty()) {
            enqueue(new LeasedEvents(aggregate, all));
        }
    }

    /** An aggregate in flight is checked again when its acknowledged events have been removed. */
    private void enqueue(LeasedEvents batch) {
        Flight flight = inFlight.compute(
                batch.aggregate(), (aggregate, before) -> before == null ? Flight.ONCE : Flight.AND_MORE);
        if (flight == Flight.ONCE && !offer(batch)) {
            inFlight.remove(batch.aggregate());
        }
    }

    private synchronized boolean offer(LeasedEvents batch) {
        return queue.tryEmitNext(batch).isSuccess();
    }

    /** The events of the batch that Kafka acknowledged; empty if there are none. */
    private Mono<LeasedEvents> send(LeasedEvents batch) {
        Flux<PendingEvent> events = Flux.fromIterable(batch.events());
        Flux<PendingEvent> sent = independent.contains(batch.aggregate().collection())
                ? events.flatMapDelayError(
                        this::publish, Math.max(1, batch.events().size()), 1)
                : events.concatMap(this::publish);
        return sent.doOnComplete(this::noteSuccess)
                .onErrorResume(failure -> {
                    noteFailure(failure);
                    return Flux.empty();
                })
                .collectList()
                .filter(acknowledged -> !acknowledged.isEmpty())
                .switchIfEmpty(Mono.fromRunnable(() -> inFlight.remove(batch.aggregate())))
                .map(acknowledged -> new LeasedEvents(batch.aggregate(), acknowledged));
    }

    private Mono<PendingEvent> publish(PendingEvent pending) {
        return Mono.fromFuture(() -> publisher.publish(pending.attested()))
                .subscribeOn(sending)
                .thenReturn(pending);
    }

    private void noteSuccess() {
        if (failing.compareAndSet(true, false)) {
            log.info("Kafka accepts events again; waiting events are being sent");
        }
    }

    private void noteFailure(Throwable failure) {
        if (failing.compareAndSet(false, true)) {
            log.warn(
                    "Expected to send events to Kafka, but it failed: {}; they wait in MongoDB until Kafka accepts them",
                    Exceptions.unwrapMultiple(failure).get(0).toString());
        }
    }

    private Mono<Void> remove(List<LeasedEvents> sent) {
        return Flux.fromIterable(sent.stream()
                        .collect(groupingBy(batch -> batch.aggregate().collection()))
                        .entrySet())
                .concatMap(entry -> remove(entry.getKey(), entry.getValue()))
                .then();
    }

    private Mono<Void> remove(String collection, List<LeasedEvents> sent) {
        List<AggregateRef> aggregates =
                sent.stream().map(LeasedEvents::aggregate).toList();
        return waitingEvents
                .removeLast(collection, sent)
                .flatMap(nothingLeft -> nothingLeft
                        ? Mono.just(true)
                        : waitingEvents.remove(collection, sent).thenReturn(false))
                .doOnError(failure -> aggregates.forEach(inFlight::remove))
                .flatMap(nothingLeft -> {
                    List<AggregateRef> more = aggregates.stream()
                            .filter(aggregate -> inFlight.remove(aggregate) == Flight.AND_MORE || !nothingLeft)
                            .toList();
                    return more.isEmpty() ? Mono.empty() : sendMore(collection, more);
                })
                .onErrorResume(failure -> {
                    log.warn(
                            "Expected to remove sent events from MongoDB, but it failed: {}; they will be sent again",
                            failure.toString());
                    return Mono.empty();
                });
    }

    /** Sends what was saved meanwhile, by this instance or by others that left it to this one. */
    private Mono<Void> sendMore(String collection, List<AggregateRef> aggregates) {
        return waitingEvents
                .find(collection, aggregates.stream().map(AggregateRef::id).toList())
                .filter(waiting -> waiting.isHeldBy(instance))
                .doOnNext(waiting -> enqueue(waiting.batch()))
                .then();
    }

    /** Looks for events that were left behind; never fails, as the next sweep follows in a second. */
    private Mono<Void> sweep() {
        return Flux.fromIterable(collections)
                .concatMap(collection -> waitingEvents.find(collection, SWEEP_AT_MOST))
                .collectList()
                .doOnNext(waiting -> observations.retain(
                        waiting.stream().map(Waiting::aggregate).collect(toSet())))
                .flatMapIterable(waiting -> waiting)
                .filter(waiting -> !inFlight.containsKey(waiting.aggregate()))
                .filter(waiting ->
                        observations.unchangedForLong(waiting.aggregate(), waiting.lease(), waiting.firstEventId()))
                .concatMap(waiting -> waitingEvents.claim(waiting, instance))
                .doOnNext(waiting -> enqueue(waiting.batch()))
                .doOnComplete(() -> sweepFailing.set(false))
                .then()
                .onErrorResume(failure -> {
                    // Logged once per outage, as the next sweep follows in a second.
                    if (sweepFailing.compareAndSet(false, true)) {
                        log.warn(
                                "Expected to look for waiting events, but MongoDB did not answer: {}; trying again every second",
                                failure.getClass().getName());
                    }
                    return Mono.empty();
                });
    }

    private static void stopped(Throwable failure) {
        log.error("Expected to send events, but the relay stopped; restart this instance", failure);
    }

    /** Stops sending; events that Kafka has not acknowledged wait in MongoDB for the next start. */
    @Override
    public void close() {
        running.dispose();
        sending.dispose();
    }
}
