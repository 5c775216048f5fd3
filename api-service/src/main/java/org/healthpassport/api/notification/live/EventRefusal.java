package org.healthpassport.api.notification.live;

import java.time.Duration;
import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which no stream of events is opened. */
public sealed interface EventRefusal extends Refusal {

    /** @param most the streams that an account can have at the same time */
    record TooManyStreams(int most) implements EventRefusal {
        /** A client that lost its connection is noticed after that time at the latest. */
        public static final Duration RETRY_AFTER = Duration.ofSeconds(15);

        @Override
        public boolean passes() {
            return true;
        }
    }

    /** This instance has as many streams or readers as it can serve, or does not reach the event bus yet. */
    record NotNow() implements EventRefusal {
        public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

        @Override
        public boolean passes() {
            return true;
        }
    }

    /** The {@code Last-Event-ID} is none that this service gave to the account. */
    record UnknownPosition() implements EventRefusal {}

    /** Events after that position are not kept any more. */
    record PositionTooOld() implements EventRefusal {}
}
