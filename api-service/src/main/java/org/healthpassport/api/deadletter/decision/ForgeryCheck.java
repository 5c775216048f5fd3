package org.healthpassport.api.deadletter.decision;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.healthpassport.api.deadletter.kept.KnownConsumers;
import org.healthpassport.bus.deadletter.DeadLetter;
import org.healthpassport.bus.deadletter.DeadLetterHeaders;
import org.healthpassport.bus.deadletter.DeadLetterTopic;
import org.healthpassport.events.EventType;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.kafka.ForgedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells genuine dead letters from forged ones. A genuine one belongs to a known consumer, and carries an event that this consumer
 * handles and whose producer proves it. A consumer that finds a forged event puts it aside as well: such a letter shows what
 * somebody tried, and is never replayed.
 */
@Component
final class ForgeryCheck {
    private static final Logger log = LoggerFactory.getLogger(ForgeryCheck.class);

    private final EventMacs macs;
    private final MeterRegistry meters;

    ForgeryCheck(EventMacs macs, MeterRegistry meters) {
        this.macs = macs;
        this.meters = meters;
        KnownConsumers.topics().forEach(this::forged);
    }

    /** The way in which the letter is forged; empty if it is genuine. Counts and logs forged ones. Blocks. */
    Optional<Forgery> forgery(DeadLetter letter) {
        Optional<Forgery> found = judge(letter);
        found.ifPresent(forgery -> {
            forged(letter.topic()).increment();
            log.error(
                    "Expected a genuine dead letter of consumer {}, but {}-{}@{} is forged ({}). Find out who can write to this topic and to that of the event.",
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
        return event(letter);
    }

    private static boolean claims(DeadLetter letter, String header, String expected) {
        return letter.header(header).filter(expected::equals).isPresent();
    }

    private Optional<Forgery> event(DeadLetter letter) {
        try {
            EventType type = macs.check(letter.asPublished());
            return KnownConsumers.typesOf(letter.topic()).contains(type)
                    ? Optional.empty()
                    : Optional.of(Forgery.NOT_HANDLED_BY_CONSUMER);
        } catch (MalformedEvent none) {
            return Optional.of(Forgery.NOT_HANDLED_BY_CONSUMER);
        } catch (ForgedEvent forged) {
            return Optional.of(Forgery.NOT_WRITTEN_BY_PRODUCER);
        }
    }

    private Counter forged(DeadLetterTopic topic) {
        return Counter.builder("healthpassport.dead.letters.forged")
                .description("Dead letters that were not replayed because they are forged")
                .tag("consumer", KnownConsumers.topics().contains(topic) ? topic.consumer() : KnownConsumers.UNKNOWN)
                .register(meters);
    }
}
