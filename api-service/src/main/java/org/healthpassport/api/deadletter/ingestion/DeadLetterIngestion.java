package org.healthpassport.api.deadletter.ingestion;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.healthpassport.api.deadletter.kept.DeadLetterStore;
import org.healthpassport.api.deadletter.kept.StoredDeadLetter;
import org.healthpassport.bus.deadletter.DeadLetter;
import org.healthpassport.bus.deadletter.DeadLetterTopic;
import org.healthpassport.bus.deadletter.DeadLetterTopics;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Finds dead letters by reading their topics. It stores no offsets: after a start, and once a day, it reads from the
 * beginning, so that it finds the dead letters of a topic that was created again, and those that MongoDB lacks after a
 * restore. Known dead letters are not written again.
 */
@Component
final class DeadLetterIngestion {
    private static final int AT_ONCE = 500;
    private static final Duration AGAIN_AFTER = Duration.ofDays(1);

    private final DeadLetterTopics topics;
    private final DeadLetterStore kept;
    private final Scheduler blocking;
    private final Clock clock;
    private final Map<Place, Long> next = new ConcurrentHashMap<>();
    private final Map<DeadLetterTopic, Integer> partitions = new ConcurrentHashMap<>();
    private volatile Instant begun;

    DeadLetterIngestion(DeadLetterTopics topics, DeadLetterStore kept, Scheduler deadLetterScheduler, Clock clock) {
        this.topics = topics;
        this.kept = kept;
        this.blocking = deadLetterScheduler;
        this.clock = clock;
        this.begun = clock.instant();
    }

    private record Place(DeadLetterTopic topic, int partition) {}

    /** Stores new dead letters, and returns the existing topics. */
    Mono<List<DeadLetterTopic>> ingest() {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            if (begun.plus(AGAIN_AFTER).isBefore(now)) {
                begun = now;
                next.clear();
                partitions.clear();
            }
            return call(topics::known)
                    .map(known -> known.stream()
                            .sorted(Comparator.comparing(DeadLetterTopic::name))
                            .toList())
                    .flatMap(known ->
                            Flux.fromIterable(known).concatMap(this::ingest).then(Mono.just(known)));
        });
    }

    private Mono<Void> ingest(DeadLetterTopic topic) {
        return call(() -> partitions.computeIfAbsent(topic, topics::partitions))
                .flatMapMany(count -> Flux.range(0, count))
                .concatMap(partition ->
                        readSome(new Place(topic, partition)).repeat().takeUntil(count -> count < AT_ONCE))
                .then();
    }

    private Mono<Integer> readSome(Place place) {
        return Mono.defer(
                () -> call(() -> topics.read(place.topic(), place.partition(), next.getOrDefault(place, 0L), AT_ONCE))
                        .flatMap(letters -> letters.isEmpty() ? Mono.just(0) : keep(place, letters)));
    }

    private Mono<Integer> keep(Place place, List<DeadLetter> letters) {
        return kept.keep(letters.stream().map(StoredDeadLetter::of).toList()).then(Mono.fromCallable(() -> {
            next.put(place, letters.get(letters.size() - 1).offset() + 1);
            return letters.size();
        }));
    }

    private <T> Mono<T> call(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(blocking);
    }
}
