package org.healthpassport.api.deadletter.decision;

import java.time.Clock;
import java.util.Optional;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.deadletter.kept.DeadLetterStore;
import org.healthpassport.api.deadletter.kept.StoredDeadLetter;
import org.healthpassport.bus.deadletter.DeadLetter;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;
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

    /** The dead letter with this id; fails with 404 if there is none. */
    Mono<StoredDeadLetter> find(String id) {
        return kept.find(id)
                .switchIfEmpty(Mono.error(() -> Problem.of(ProblemType.NOT_FOUND, "There is no such dead letter.")
                        .asException()));
    }

    /**
     * Replays the letter to the consumer that put it aside. Completes once the decision is durable; the letter is sent
     * at once if the broker is available, and later otherwise. Fails with 404, with 409 if it was already decided on or
     * is forged, and with 410 if Kafka no longer has it.
     */
    Mono<Void> replay(Caller caller, String id) {
        return find(id).doOnNext(DecidingDeadLetters::requireWaiting)
                .flatMap(letter -> replaying
                        .find(letter)
                        .switchIfEmpty(Mono.error(DecidingDeadLetters::gone))
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

    /** Decides that the letter is never replayed; fails with 404, and with 409 if it was already decided on. */
    Mono<Void> discard(Caller caller, String id, String reason) {
        return find(id).doOnNext(DecidingDeadLetters::requireWaiting)
                .delayUntil(letter -> accessLog.record(new Access.DeadLetterDiscard(letter.named(), reason)))
                .flatMap(letter -> kept.decideDiscard(id, clock.instant(), caller.accountId()))
                .flatMap(won -> won ? Mono.empty() : lost(id));
    }

    private Mono<Void> requireGenuine(DeadLetter record) {
        return Mono.fromCallable(() -> genuineness.objection(record))
                .subscribeOn(blocking)
                .flatMap((Optional<String> objection) -> objection
                        .map(reason -> Mono.<Void>error(
                                Problem.of(ProblemType.FORGED, reason).asException()))
                        .orElseGet(Mono::empty));
    }

    /** The problem if somebody else decided between the read and the write. */
    private Mono<Void> lost(String id) {
        return find(id).doOnNext(DecidingDeadLetters::requireWaiting).then();
    }

    private static void requireWaiting(StoredDeadLetter letter) {
        switch (letter.state()) {
            case WAITING -> {}
            case REPLAYED ->
                throw decided(
                        "The dead letter was already replayed at %s. If it failed again, there is a newer one.",
                        letter);
            case DISCARDED -> throw decided("The dead letter was discarded at %s. This is final.", letter);
        }
    }

    private static ProblemException decided(String detail, StoredDeadLetter letter) {
        return Problem.of(ProblemType.ALREADY_DECIDED, detail.formatted(letter.at()))
                .asException();
    }

    private static ProblemException gone() {
        return Problem.of(
                        ProblemType.GONE,
                        "Kafka no longer has this dead letter, so it cannot be replayed. You can discard it.")
                .asException();
    }
}
