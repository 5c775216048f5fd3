package org.healthpassport.bus;

import java.util.Set;
import java.util.regex.Pattern;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;

/**
 * The events of a topic that a service handles; declared as a bean. Events of other types are skipped.
 *
 * @param consumer name of the subscription: the consumer group, and part of the name of its dead-letter topic; lower
 *     case letters, digits and hyphens
 */
public record EventSubscription(String consumer, Topics topic, Set<EventType> types, EventHandler handler) {
    private static final Pattern CONSUMER = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");

    /** @throws IllegalArgumentException if the name is no name, or if a type does not travel on the topic */
    public EventSubscription {
        if (!CONSUMER.matcher(consumer).matches()) {
            throw new IllegalArgumentException(
                    "Expected a consumer of lower case letters, digits and hyphens, but it is " + consumer);
        }
        types = Set.copyOf(types);
        for (EventType type : types) {
            if (type.topic() != topic) {
                throw new IllegalArgumentException(
                        "Expected types of the topic " + topic + ", but " + type + " is not");
            }
        }
    }
}
