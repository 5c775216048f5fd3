package org.healthpassport.bus;

import java.util.Set;
import java.util.regex.Pattern;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;

/**
 * The events of a topic that a service handles; declared as a bean. Events of other types are skipped, and those that nobody
 * proves become dead letters.
 *
 * @param consumer name of the subscription: the consumer group, and part of the name of its dead-letter topic; lower
 *     case letters, digits and hyphens
 * @param recordsAtOnce the most records, skipped ones included, that one request to Kafka gives; all of them must be
 *     handled within ten minutes
 */
public record EventSubscription(
        String consumer, Topics topic, Set<EventType> types, EventHandler handler, int recordsAtOnce) {
    private static final Pattern CONSUMER = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");
    /** A minute for each. */
    private static final int FEW = 10;

    /** Events whose handling may take long. */
    public EventSubscription(String consumer, Topics topic, Set<EventType> types, EventHandler handler) {
        this(consumer, topic, types, handler, FEW);
    }

    /** @throws IllegalArgumentException if the name is no name, or if a type does not travel on the topic */
    public EventSubscription {
        if (!CONSUMER.matcher(consumer).matches()) {
            throw new IllegalArgumentException(
                    "Expected a consumer of lower case letters, digits and hyphens, but it is " + consumer);
        }
        if (recordsAtOnce < 1) {
            throw new IllegalArgumentException("Expected one record at once or more, but it is " + recordsAtOnce);
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
