package org.healthpassport.aggregates.outbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.kafka.KeptEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the waiting events that this service attested from everything that somebody else wrote into the database, whatever it is.
 * The latter is not sent, and holds up nobody: it stays where it is, and is reported once an hour. It is not removed, because it
 * may be genuine: with keys from an old backup all events look like this, until the right keys are back.
 *
 * <p>An event that a newer version of this service attested waits for that version, and those behind it wait as well.
 */
final class AttestedOutbox {
    private static final Logger log = LoggerFactory.getLogger(AttestedOutbox.class);
    private static final Duration REPORTED_EVERY = Duration.ofHours(1);
    private static final int REMEMBERED = 10_000;

    private final EventMacs macs;
    private final Counter forged;
    /** The number of forged events of an aggregate; more of them are reported at once. */
    private final Cache<AggregateRef, Integer> reported = remembered();

    private final Cache<AggregateRef, Boolean> newerReported = remembered();

    AttestedOutbox(EventMacs macs, MeterRegistry meters) {
        this.macs = macs;
        this.forged = Counter.builder("healthpassport.outbox.forged")
                .description("Waiting events that are not sent because this service did not write them")
                .register(meters);
    }

    private static <T> Cache<AggregateRef, T> remembered() {
        return Caffeine.newBuilder()
                .expireAfterWrite(REPORTED_EVERY)
                .maximumSize(REMEMBERED)
                .build();
    }

    /**
     * @param events in their order
     * @param all false if an event follows that only a newer version of this service can send
     */
    record Attested(List<PendingEvent> events, boolean all) {}

    /**
     * The events that this service attested among the waiting ones of an aggregate.
     *
     * @param stored the value of {@link OutboxFields#EVENTS}, as anybody may have written it; null if there is none
     * @throws org.healthpassport.vault.key.file.KeysAway if it cannot be told at the moment
     */
    Attested in(AggregateRef aggregate, @Nullable Object stored) {
        List<PendingEvent> events = new ArrayList<>();
        int others = 0;
        Optional<KeptEvent> newer = Optional.empty();
        for (Object element : elements(stored)) {
            Optional<KeptEvent> kept = PendingEvent.kept(element).filter(macs::attested);
            if (kept.isEmpty()) {
                others++;
                continue;
            }
            Optional<PendingEvent> read = read(kept.get());
            if (read.isEmpty()) {
                newer = kept;
                break;
            }
            events.add(read.get());
        }
        reportForged(aggregate, others);
        newer.ifPresent(event -> reportNewer(aggregate, event));
        return new Attested(List.copyOf(events), newer.isEmpty());
    }

    /** Something else than a list is one thing that is no event. */
    private static List<?> elements(@Nullable Object stored) {
        if (stored == null) {
            return List.of();
        }
        return stored instanceof List<?> list ? list : List.of(stored);
    }

    private static Optional<PendingEvent> read(KeptEvent attested) {
        try {
            return Optional.of(new PendingEvent(attested.read()));
        } catch (MalformedEvent ofNewerVersion) {
            return Optional.empty();
        }
    }

    /** One line for all of an aggregate, as they may be many; and none of what they say, as anybody may have written it. */
    private synchronized void reportForged(AggregateRef aggregate, int found) {
        Integer seen = reported.getIfPresent(aggregate);
        int before = seen == null ? 0 : seen;
        if (found <= before) {
            return;
        }
        reported.put(aggregate, found);
        forged.increment(found - before);
        log.error(
                "Expected the waiting events of {} in {} to be written by this service, but {} were not, or were changed since; they are not sent. Find out who can write to the database.",
                aggregate.id(),
                aggregate.collection(),
                found);
    }

    private void reportNewer(AggregateRef aggregate, KeptEvent event) {
        if (newerReported.asMap().putIfAbsent(aggregate, true) == null) {
            log.warn(
                    "Expected to read the waiting event {} of {} in {}, but its type {} or its content is of a newer version of this service; it and those behind it wait until that version runs",
                    event.id(),
                    aggregate.id(),
                    aggregate.collection(),
                    event.type());
        }
    }
}
