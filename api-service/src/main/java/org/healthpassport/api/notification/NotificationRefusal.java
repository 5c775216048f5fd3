package org.healthpassport.api.notification;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a request about notifications is refused. */
public sealed interface NotificationRefusal extends Refusal {

    /** There is none with that id, or it is somebody else's. */
    record Unknown() implements NotificationRefusal {}
}
