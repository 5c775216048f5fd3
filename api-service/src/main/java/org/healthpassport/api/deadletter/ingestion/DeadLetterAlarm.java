package org.healthpassport.api.deadletter.ingestion;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.healthpassport.api.deadletter.kept.DeadLetterStore;
import org.healthpassport.api.deadletter.kept.KnownConsumers;
import org.healthpassport.bus.deadletter.DeadLetterTopic;
import org.healthpassport.bus.deadletter.DeadLetterTopics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Counts the dead letters that are waiting for a decision, and raises an alarm before Kafka drops one. */
@Component
public final class DeadLetterAlarm {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterAlarm.class);
    /** Of 180 days: enough for an administrator to come back from leave. */
    private static final Duration NEAR_THE_END = Duration.ofDays(14);

    private static final Duration TELL_EVERY = Duration.ofDays(1);
    /** A topic with a longer retention keeps its records for ever. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final DeadLetterStore kept;
    private final DeadLetterTopics topics;
    private final MultiGauge waiting;
    private final Scheduler blocking;
    private final Clock clock;
    private volatile long ending;
    private volatile Instant told = Instant.MIN;

    public DeadLetterAlarm(
            DeadLetterStore kept,
            DeadLetterTopics topics,
            MeterRegistry meters,
            Scheduler deadLetterScheduler,
            Clock clock) {
        this.kept = kept;
        this.topics = topics;
        this.waiting = MultiGauge.builder("healthpassport.dead.letters.waiting")
                .description("Dead letters that are waiting to be replayed or discarded")
                .register(meters);
        this.blocking = deadLetterScheduler;
        this.clock = clock;
        Gauge.builder("healthpassport.dead.letters.ending", this, alarm -> alarm.ending)
                .description("Waiting dead letters that Kafka drops within 14 days")
                .register(meters);
    }

    /**
     * Counts the waiting dead letters of each consumer, even if there are none; unknown consumers are counted together.
     */
    Mono<Void> count() {
        return Flux.fromStream(() -> KnownConsumers.topics().stream().map(DeadLetterTopic::consumer))
                .concatMap(consumer -> kept.countWaiting(consumer).map(count -> Map.entry(consumer, count)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .zipWith(kept.countWaiting())
                .doOnNext(counts -> show(counts.getT1(), counts.getT2()))
                .then();
    }

    private void show(Map<String, Long> counts, long all) {
        long ofUnknown =
                all - counts.values().stream().mapToLong(Long::longValue).sum();
        waiting.register(
                Stream.concat(
                                counts.entrySet().stream(),
                                Stream.of(Map.entry(KnownConsumers.UNKNOWN, Math.max(0, ofUnknown))))
                        .<Row<?>>map(count -> Row.of(Tags.of("consumer", count.getKey()), count.getValue()))
                        .toList(),
                true);
    }

    /** Looks for waiting dead letters that are dropped soon. */
    public Mono<Void> lookForEnding(List<DeadLetterTopic> known) {
        return Flux.fromIterable(known)
                .concatMap(topic -> Mono.fromCallable(() -> topics.retention(topic))
                        .subscribeOn(blocking)
                        .filter(retention -> retention.compareTo(FOR_EVER) < 0)
                        .flatMap(retention -> kept.countWaiting(
                                topic.name(), clock.instant().minus(retention).plus(NEAR_THE_END))))
                .reduce(0L, Long::sum)
                .doOnNext(this::tell)
                .then();
    }

    private void tell(long count) {
        ending = count;
        Instant now = clock.instant();
        if (count > 0 && told.isBefore(now.minus(TELL_EVERY))) {
            told = now;
            log.error(
                    "{} dead letters are waiting that Kafka drops within {} days. Replay or discard them: GET /api/admin/dead-letters?state=WAITING",
                    count,
                    NEAR_THE_END.toDays());
        }
    }
}
