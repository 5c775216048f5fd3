package org.healthpassport.events.kafka;

import java.security.MessageDigest;
import java.util.Map;
import org.healthpassport.events.Event;
import org.healthpassport.events.Service;
import org.jspecify.annotations.Nullable;

/**
 * An event with the MACs of its producer. Whoever has one has not checked them yet.
 *
 * @param macs one for each service that reads the event
 */
public record AttestedEvent(Event event, Map<Service, byte[]> macs) {
    public AttestedEvent {
        macs = Map.copyOf(macs);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AttestedEvent that
                && event.equals(that.event)
                && macs.keySet().equals(that.macs.keySet())
                && macs.entrySet().stream()
                        .allMatch(mac -> MessageDigest.isEqual(mac.getValue(), that.macs.get(mac.getKey())));
    }

    @Override
    public int hashCode() {
        return event.hashCode();
    }

    @Override
    public String toString() {
        return event.toString();
    }
}
