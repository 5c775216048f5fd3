package org.healthpassport.api.document.moving;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a move is refused. */
public sealed interface MoveRefusal extends Refusal {

    /** One is running, on this or another instance. */
    record AlreadyRunning() implements MoveRefusal {}
}
