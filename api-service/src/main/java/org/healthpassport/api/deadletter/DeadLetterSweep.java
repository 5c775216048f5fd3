package org.healthpassport.api.deadletter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.healthpassport.api.sweep.Sweep;
import org.healthpassport.bus.deadletter.DeadLetterTopic;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Learns of new dead letters, sends what was decided to be replayed and is not sent yet, and counts what waits. */
@Component
final class DeadLetterSweep implements Sweep {
    private static final Duration EVERY = Duration.ofSeconds(30);
    /** Longer than the instance that decided tries to send. Taking over too early only sends twice. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The broker is asked about every topic, and the end does not come suddenly. */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(10);

    private static final int AT_MOST = 100;

    private final DeadLetterIngestion ingestion;
    private final KeptDeadLetters kept;
    private final Replaying replaying;
    private final WaitingAlarm alarm;
    private final Clock clock;
    private volatile List<DeadLetterTopic> known = List.of();
    private volatile Instant looked = Instant.EPOCH;

    DeadLetterSweep(
            DeadLetterIngestion ingestion, KeptDeadLetters kept, Replaying replaying, WaitingAlarm alarm, Clock clock) {
        this.ingestion = ingestion;
        this.kept = kept;
        this.replaying = replaying;
        this.alarm = alarm;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "Dead letters";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    /** What waits is counted from MongoDB while Kafka is away, too. */
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
