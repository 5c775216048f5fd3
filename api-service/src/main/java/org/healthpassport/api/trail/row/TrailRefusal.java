package org.healthpassport.api.trail.row;

import java.time.Duration;
import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a trail is not shown. */
public sealed interface TrailRefusal extends Refusal {

    /** Rows of the newest accesses may be missing, and an incomplete list must not look like a complete one. */
    record Behind() implements TrailRefusal {
        public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

        @Override
        public boolean passes() {
            return true;
        }
    }
}
