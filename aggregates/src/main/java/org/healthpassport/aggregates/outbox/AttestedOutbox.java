package org.healthpassport.aggregates.outbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.healthpassport.events.kafka.EventMacs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the waiting events that this service attested from those that somebody else wrote into the database. The latter are not
 * sent: they stay where they are, and each is reported once an hour. They are not removed, because they may be genuine: with keys
 * from an old backup all events look like this, until the right keys are back.
 */
final class AttestedOutbox {
    private static final Logger log = LoggerFactory.getLogger(AttestedOutbox.class);
    private static final Duration REPORTED_EVERY = Duration.ofHours(1);
    private static final int REMEMBERED = 10_000;

    private final EventMacs macs;
    private final Counter forged;
    private final Cache<String, Boolean> reported = Caffeine.newBuilder()
            .expireAfterWrite(REPORTED_EVERY)
            .maximumSize(REMEMBERED)
            .build();

    AttestedOutbox(EventMacs macs, MeterRegistry meters) {
        this.macs = macs;
        this.forged = Counter.builder("healthpassport.outbox.forged")
                .description("Waiting events that are not sent because this service did not write them")
                .register(meters);
    }

    /** @throws org.healthpassport.vault.key.file.KeysAway if it cannot be told at the moment */
    List<PendingEvent> attested(AggregateRef aggregate, List<PendingEvent> events) {
        return events.stream().filter(event -> isAttested(aggregate, event)).toList();
    }

    private boolean isAttested(AggregateRef aggregate, PendingEvent pending) {
        if (macs.attested(pending.attested())) {
            return true;
        }
        String place = aggregate.collection()
                + '/'
                + aggregate.id()
                + '/'
                + pending.event().id();
        if (reported.asMap().putIfAbsent(place, true) == null) {
            forged.increment();
            log.error(
                    "Expected event {} of {} in {} to be written by this service, but it was not, or it was changed since; it is not sent. Find out who can write to the database.",
                    pending.event().id(),
                    aggregate.id(),
                    aggregate.collection());
        }
        return false;
    }
}
