package org.healthpassport.events.kafka;

import org.healthpassport.events.EventType;

/**
 * A record that has no MAC of the service that alone may write such events: somebody else wrote or changed it. The message
 * repeats no data of the record.
 */
public final class ForgedEvent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForgedEvent(EventType type) {
        super("Expected an event " + type + " of " + type.producer().id() + ", but that service did not write it");
    }
}
