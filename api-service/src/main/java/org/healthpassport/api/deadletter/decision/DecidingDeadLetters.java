package org.healthpassport.api.deadletter.decision;

import java.time.Clock;
import java.util.Optional;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.deadletter.kept.DeadLetterStore;
import org.healthpassport.api.deadletter.kept.StoredDeadLetter;
import org.healthpassport.bus.deadletter.DeadLetter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Decides on dead letters, for administrators. The decision is recorded before it takes effect, like an access. One
 * conditional write then makes it, and sets a mark by which the letter is sent even if this process dies before sending
 * it.
 */
@Component
final class DecidingDeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DecidingDeadLetters.class);

    private final DeadLetterStore kept;
    private final DeadLetterSender replaying;
    private final ForgeryCheck genuineness;
    private final AccessLog accessLog;
    private final Scheduler blocking;
    private final Clock clock;

    DecidingDeadLetters(
            DeadLetterStore kept,
            DeadLetterSender replaying,
            ForgeryCheck genuineness,
            AccessLog accessLog,
            Scheduler deadLetterScheduler,
            Clock clock) {
        this.kept = kept;
        this.replaying = replaying;
        this.genuineness = genuineness;
        this.accessLog = accessLog;
        this.blocking = deadLetterScheduler;
        this.clock = clock;
    }

    /** The dead letter with this id; fails with {@link DeadLetterRefusal.NoSuchDeadLetter} if there is none. */
    Mono<StoredDeadLetter> find(String id) {
        return kept.find(id).switchIfEmpty(Mono.error(new DeadLetterRefusal.NoSuchDeadLetter()::asException));
    }

    /**
     * Replays the letter to the consumer that put it aside. Completes once the decision is durable; the letter is sent
     * at once if the broker is available, and later otherwise. Fails with a {@link DeadLetterRefusal}.
     */
    Mono<Void> replay(Caller caller, String id) {
        return findWaiting(id)
                .flatMap(letter -> replaying
                        .find(letter)
                        .switchIfEmpty(Mono.error(new DeadLetterRefusal.Gone()::asException))
                        .delayUntil(this::requireGenuine)
                        .delayUntil(record -> accessLog.record(new Access.DeadLetterReplay(letter.named())))
                        .delayUntil(record -> kept.decideReplay(id, clock.instant(), caller.accountId())
                                .flatMap(won -> won ? Mono.empty() : lost(id))))
                .flatMap(record -> replaying.send(id, record).onErrorResume(failure -> {
                    log.warn(
                            "Expected to send dead letter {} to its consumer, but it failed; trying again with the next sweep: {}",
                            id,
                            failure.getClass().getName());
                    return Mono.empty();
                }));
    }

    /** Decides that the letter is never replayed; fails with a {@link DeadLetterRefusal}. */
    Mono<Void> discard(Caller caller, String id, String reason) {
        return findWaiting(id)
                .delayUntil(letter -> accessLog.record(new Access.DeadLetterDiscard(letter.named(), reason)))
                .flatMap(letter -> kept.decideDiscard(id, clock.instant(), caller.accountId()))
                .flatMap(won -> won ? Mono.empty() : lost(id));
    }

    private Mono<Void> requireGenuine(DeadLetter record) {
        return Mono.fromCallable(() -> genuineness.forgery(record))
                .subscribeOn(blocking)
                .flatMap((Optional<Forgery> found) -> found.map(
                                forgery -> Mono.<Void>error(new DeadLetterRefusal.Forged(forgery)::asException))
                        .orElseGet(Mono::empty));
    }

    /** The refusal if somebody else decided between the read and the write. */
    private Mono<Void> lost(String id) {
        return findWaiting(id).then();
    }

    private Mono<StoredDeadLetter> findWaiting(String id) {
        return find(id).flatMap(letter -> switch (letter.state()) {
            case WAITING -> Mono.just(letter);
            case REPLAYED -> Mono.error(new DeadLetterRefusal.AlreadyReplayed(letter.at())::asException);
            case DISCARDED -> Mono.error(new DeadLetterRefusal.AlreadyDiscarded(letter.at())::asException);
        });
    }
}
