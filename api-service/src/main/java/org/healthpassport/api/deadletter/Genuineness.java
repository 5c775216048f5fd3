package org.healthpassport.api.deadletter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.healthpassport.bus.deadletter.DeadLetter;
import org.healthpassport.bus.deadletter.DeadLetterHeaders;
import org.healthpassport.bus.deadletter.DeadLetterTopic;
import org.healthpassport.bus.deadletter.DeadLetterTopics;
import org.healthpassport.events.MalformedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells dead letters from what somebody else wrote to their topics. A dead letter must be of a consumer that there is, and
 * equal in key, payload and headers to the record that it says it was, for as long as Kafka keeps that one. When that is gone
 * it must be a well-formed event of a type that the consumer handles.
 *
 * <p>Events carry no MACs yet; they come with a later change. Until then somebody who can write to a dead-letter topic can
 * forge the event of a record that Kafka keeps no longer, as they can forge any event who can write to the topic itself.
 */
@Component
final class Genuineness {
    private static final Logger log = LoggerFactory.getLogger(Genuineness.class);

    private final DeadLetterTopics topics;
    private final MeterRegistry meters;

    Genuineness(DeadLetterTopics topics, MeterRegistry meters) {
        this.topics = topics;
        this.meters = meters;
        KnownConsumers.topics().forEach(this::forged);
    }

    /** Why it is not to be replayed, in words; empty if it is genuine. What is refused is counted and alarmed. Blocks. */
    Optional<String> objection(DeadLetter letter) {
        Optional<String> objection = judge(letter);
        objection.ifPresent(reason -> {
            forged(letter.topic()).increment();
            log.error(
                    "Expected a dead letter of {}, but somebody else wrote {}-{}@{}: {} Find out who can write to this topic.",
                    letter.topic().consumer(),
                    letter.topic().name(),
                    letter.partition(),
                    letter.offset(),
                    reason);
        });
        return objection;
    }

    private Optional<String> judge(DeadLetter letter) {
        DeadLetterTopic topic = letter.topic();
        if (!KnownConsumers.topics().contains(topic)) {
            return Optional.of("No consumer of this name reads this topic.");
        }
        if (!claims(letter, DeadLetterHeaders.CONSUMER, topic.consumer())
                || !claims(letter, DeadLetterHeaders.TOPIC, topic.topic().topicName())) {
            return Optional.of("It says that it comes from another topic or consumer.");
        }
        return switch (topics.compareWithOriginal(letter)) {
            case SAME -> Optional.empty();
            case DIFFERENT -> Optional.of("It is not the record at the place that it says it comes from.");
            case GONE ->
                carriesWhatTheConsumerHandles(letter)
                        ? Optional.empty()
                        : Optional.of("It carries no event that its consumer handles.");
        };
    }

    private static boolean claims(DeadLetter letter, String header, String expected) {
        return letter.header(header).filter(expected::equals).isPresent();
    }

    private static boolean carriesWhatTheConsumerHandles(DeadLetter letter) {
        try {
            return KnownConsumers.typesOf(letter.topic())
                    .contains(letter.event().type());
        } catch (MalformedEvent none) {
            return false;
        }
    }

    private Counter forged(DeadLetterTopic topic) {
        return Counter.builder("healthpassport.dead.letters.forged")
                .description("Dead letters that were not replayed because no consumer wrote them")
                .tag("consumer", KnownConsumers.topics().contains(topic) ? topic.consumer() : KnownConsumers.UNKNOWN)
                .register(meters);
    }
}
