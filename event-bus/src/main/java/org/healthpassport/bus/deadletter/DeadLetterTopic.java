package org.healthpassport.bus.deadletter;

import java.util.Arrays;
import java.util.Optional;
import org.healthpassport.events.Topics;

/** The dead letters of one consumer of one topic. */
public record DeadLetterTopic(Topics topic, String consumer) {
    private static final String MIDDLE = "([a-z0-9-]+)";

    /** The name on the broker. */
    public String name() {
        return topic.deadLetterName(consumer);
    }

    /** The topic of records that are replayed to this consumer and no other. */
    public String replayName() {
        return topic.replayName(consumer);
    }

    /** The topic of that name, empty if it is none of dead letters. */
    public static Optional<DeadLetterTopic> of(String name) {
        return Arrays.stream(Topics.values())
                .filter(topic -> name.startsWith(topic.topicName() + "."))
                .map(topic -> new DeadLetterTopic(topic, middle(name, topic)))
                .filter(letters ->
                        letters.consumer().matches(MIDDLE) && letters.name().equals(name))
                .findFirst();
    }

    private static String middle(String name, Topics topic) {
        String rest = name.substring(topic.topicName().length() + 1);
        int end = rest.lastIndexOf('.');
        return end < 0 ? "" : rest.substring(0, end);
    }
}
