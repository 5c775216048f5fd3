package org.healthpassport.api.trail.rebuild;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a rebuild is refused. */
public sealed interface RebuildRefusal extends Refusal {

    /** One is running, on this or another instance. */
    record AlreadyRunning() implements RebuildRefusal {}
}
