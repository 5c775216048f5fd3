package org.healthpassport.api.deadletter.ingestion;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.sweep.Sweep;
import org.healthpassport.api.deadletter.decision.DeadLetterSender;
import org.healthpassport.api.deadletter.kept.DeadLetterStore;
import org.healthpassport.bus.deadletter.DeadLetterTopic;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds new dead letters, sends those that are to be replayed and are not sent yet, and counts those that are waiting.
 */
@Component
public final class DeadLetterSweep implements Sweep {
    private static final Duration EVERY = Duration.ofSeconds(30);
    /** Longer than the deciding instance tries to send. Taking over too early only sends twice. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Rarely, as it asks the broker about every topic, and dead letters are dropped only after days. */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(10);

    private static final int AT_MOST = 100;

    private final DeadLetterIngestion ingestion;
    private final DeadLetterStore kept;
    private final DeadLetterSender replaying;
    private final DeadLetterAlarm alarm;
    private final Clock clock;
    private volatile List<DeadLetterTopic> known = List.of();
    private volatile Instant looked = Instant.EPOCH;

    DeadLetterSweep(
            DeadLetterIngestion ingestion,
            DeadLetterStore kept,
            DeadLetterSender replaying,
            DeadLetterAlarm alarm,
            Clock clock) {
        this.ingestion = ingestion;
        this.kept = kept;
        this.replaying = replaying;
        this.alarm = alarm;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "the dead letters";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    /** The count comes from MongoDB, so it works even while Kafka is away. */
    @Override
    public Mono<Void> sweep() {
        return Flux.concatDelayError(
                        ingestion.ingest().doOnNext(topics -> known = topics).then(),
                        Mono.defer(alarm::count),
                        sendUnsent(),
                        lookForEnding())
                .then();
    }

    private Mono<Void> lookForEnding() {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return looked.plus(LOOK_EVERY).isAfter(now)
                    ? Mono.empty()
                    : alarm.lookForEnding(known).doOnSuccess(done -> looked = now);
        });
    }

    private Mono<Void> sendUnsent() {
        return Mono.defer(() -> kept.unsent(clock.instant().minus(PATIENCE), AT_MOST)
                .concatMap(replaying::sendAfterAll)
                .then());
    }
}
