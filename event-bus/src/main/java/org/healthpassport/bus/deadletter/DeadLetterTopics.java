package org.healthpassport.bus.deadletter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The dead letters that the broker keeps, of the consumers of every service. Every call opens a connection and blocks
 * up to 10 s: never to be called on an event-loop thread. {@code Failures} sorts the failures of calls.
 */
public interface DeadLetterTopics {

    /** The topics of dead letters that exist on the broker. */
    Set<DeadLetterTopic> known();

    /** The partitions of a topic; one, if it was created here. */
    int partitions(DeadLetterTopic topic);

    /** The retention of a topic, as the broker has it. */
    Duration retention(DeadLetterTopic topic);

    /**
     * The first dead letters of a partition at this offset or later, in their order; none if there are no later ones.
     */
    List<DeadLetter> read(DeadLetterTopic topic, int partition, long fromOffset, int atMost);

    /** The dead letter at a place, empty if the broker keeps none there, or none any longer. */
    Optional<DeadLetter> find(DeadLetterTopic topic, int partition, long offset);

    /**
     * Gives a dead letter to the consumer that put it aside, and to no other: key, value and headers as they were
     * published, over a topic of its own. Returns when the broker has it. The dead letter itself stays; replayed twice,
     * the record comes twice.
     */
    void replay(DeadLetter letter);
}
