package org.healthpassport.api.deadletter.decision;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.healthpassport.api.deadletter.kept.DeadLetterStore;
import org.healthpassport.api.deadletter.kept.StoredDeadLetter;
import org.healthpassport.bus.deadletter.DeadLetter;
import org.healthpassport.bus.deadletter.DeadLetterTopics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Sends dead letters that are to be replayed, at least once; consumers may handle the same event twice without harm.
 */
@Component
public final class DeadLetterSender {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterSender.class);

    private final DeadLetterTopics topics;
    private final DeadLetterStore kept;
    private final Scheduler blocking;

    DeadLetterSender(DeadLetterTopics topics, DeadLetterStore kept, Scheduler deadLetterScheduler) {
        this.topics = topics;
        this.kept = kept;
        this.blocking = deadLetterScheduler;
    }

    /** The dead letter itself; empty if Kafka no longer has it. */
    Mono<DeadLetter> find(StoredDeadLetter letter) {
        return call(() -> topics.find(letter.deadLetterTopic(), letter.partition(), letter.offset()))
                .flatMap(Mono::justOrEmpty)
                .filter(letter::is);
    }

    /** Sends the letter to the consumer that put it aside, and to no other, and notes that it was sent. */
    Mono<Void> send(String id, DeadLetter letter) {
        return call(() -> {
                    topics.replay(letter);
                    return Optional.empty();
                })
                .then(Mono.defer(() -> kept.sent(id)));
    }

    /** Sends letters that were not sent after the decision, as the deciding process died or the broker was away. */
    public Mono<Void> sendAfterAll(StoredDeadLetter letter) {
        return find(letter)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(found -> found.map(record -> send(letter.id(), record)).orElseGet(() -> giveUp(letter)));
    }

    private Mono<Void> giveUp(StoredDeadLetter letter) {
        log.error("Expected to replay dead letter {}, but Kafka no longer has it; it was not replayed", letter.id());
        return kept.sent(letter.id());
    }

    private <T> Mono<T> call(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(blocking);
    }
}
