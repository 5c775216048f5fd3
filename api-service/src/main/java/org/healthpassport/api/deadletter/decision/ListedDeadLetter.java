package org.healthpassport.api.deadletter.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.healthpassport.api.deadletter.kept.DeadLetterState;
import org.healthpassport.api.deadletter.kept.StoredDeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter in the API, for administrators, without its payload.
 *
 * @param topic the dead-letter topic
 * @param kind {@code RECORD} if the record is at fault, {@code UNEXPECTED} if the cause is unknown; absent if the
 *     headers do not name it
 * @param type absent if it is unknown
 * @param subject absent if it is not an id
 * @param at time at which it was put aside, replayed or discarded
 * @param by the administrator who decided; absent while it is waiting
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ListedDeadLetter(
        String id,
        String topic,
        int partition,
        long offset,
        String consumer,
        @Nullable String kind,
        @Nullable String type,
        @Nullable String subject,
        String reason,
        @Nullable Integer attempts,
        DeadLetterState state,
        Instant at,
        @Nullable String by) {

    static ListedDeadLetter of(StoredDeadLetter kept) {
        return new ListedDeadLetter(
                kept.id(),
                kept.topic(),
                kept.partition(),
                kept.offset(),
                kept.consumer(),
                kept.kind(),
                kept.type(),
                kept.subject(),
                kept.reason(),
                kept.attempts(),
                kept.state(),
                kept.at(),
                kept.by());
    }
}
