package org.healthpassport.aggregates.rotation;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a rotation is refused. */
public sealed interface RotationRefusal extends Refusal {

    /** One is running, on this or another instance. */
    record AlreadyRunning() implements RotationRefusal {}
}
