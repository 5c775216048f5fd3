package org.healthpassport.api.deadletter.decision;

import java.time.Instant;
import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a decision on a dead letter is refused. */
public sealed interface DeadLetterRefusal extends Refusal {

    record NoSuchDeadLetter() implements DeadLetterRefusal {}

    record AlreadyReplayed(Instant at) implements DeadLetterRefusal {}

    record AlreadyDiscarded(Instant at) implements DeadLetterRefusal {}

    /** Kafka no longer has the record. */
    record Gone() implements DeadLetterRefusal {}

    /** No consumer wrote it. */
    record Forged(Forgery forgery) implements DeadLetterRefusal {}
}
