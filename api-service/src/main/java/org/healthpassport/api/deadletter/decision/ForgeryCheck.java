package org.healthpassport.api.deadletter.decision;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.healthpassport.api.deadletter.kept.KnownConsumers;
import org.healthpassport.bus.deadletter.DeadLetter;
import org.healthpassport.bus.deadletter.DeadLetterHeaders;
import org.healthpassport.bus.deadletter.DeadLetterTopic;
import org.healthpassport.bus.deadletter.DeadLetterTopics;
import org.healthpassport.events.MalformedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells genuine dead letters from forged ones, which somebody else wrote to their topics. A genuine one belongs to a
 * known consumer, and equals the original record in key, payload and headers, as long as Kafka has that record. After
 * that it must be a well-formed event of a type that the consumer handles.
 *
 * <p>Events carry no MACs yet. So anybody who can write to a dead-letter topic can forge the event of a record that
 * Kafka no longer has, just as anybody who can write to the topic itself can forge any event.
 */
@Component
final class ForgeryCheck {
    private static final Logger log = LoggerFactory.getLogger(ForgeryCheck.class);

    private final DeadLetterTopics topics;
    private final MeterRegistry meters;

    ForgeryCheck(DeadLetterTopics topics, MeterRegistry meters) {
        this.topics = topics;
        this.meters = meters;
        KnownConsumers.topics().forEach(this::forged);
    }

    /** The way in which the letter is forged; empty if it is genuine. Counts and logs forged ones. Blocks. */
    Optional<Forgery> forgery(DeadLetter letter) {
        Optional<Forgery> found = judge(letter);
        found.ifPresent(forgery -> {
            forged(letter.topic()).increment();
            log.error(
                    "Expected a dead letter of consumer {}, but somebody else wrote {}-{}@{} ({}). Find out who can write to this topic.",
                    letter.topic().consumer(),
                    letter.topic().name(),
                    letter.partition(),
                    letter.offset(),
                    forgery);
        });
        return found;
    }

    private Optional<Forgery> judge(DeadLetter letter) {
        DeadLetterTopic topic = letter.topic();
        if (!KnownConsumers.topics().contains(topic)) {
            return Optional.of(Forgery.UNKNOWN_CONSUMER);
        }
        if (!claims(letter, DeadLetterHeaders.CONSUMER, topic.consumer())
                || !claims(letter, DeadLetterHeaders.TOPIC, topic.topic().topicName())) {
            return Optional.of(Forgery.NAMES_ANOTHER_PLACE);
        }
        return switch (topics.compareWithOriginal(letter)) {
            case SAME -> Optional.empty();
            case DIFFERENT -> Optional.of(Forgery.DIFFERS_FROM_ORIGINAL);
            case GONE ->
                carriesWhatTheConsumerHandles(letter) ? Optional.empty() : Optional.of(Forgery.NOT_HANDLED_BY_CONSUMER);
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
