package org.healthpassport.aggregates;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Rules for a state that is older than what was promised, as the store was restored from a backup. The promises must hold,
 * such as the revocation of a link, although the state in which they were kept is lost.
 *
 * @param known the state after the events that it does not have, in their order, as far as they say what it was
 * @param unknown the decision if nobody knows whether there were such events; null if the state stays as it is
 */
public record Restoration<S>(
        BiFunction<S, Lost, S> known, @Nullable BiFunction<Snapshot<S>, Instant, Decision<S>> unknown) {

    /**
     * The events that the state does not have.
     *
     * @param events of one aggregate, in the order of their numbers; not empty
     * @param now the time of the restore
     */
    public record Lost(List<LostEvent> events, Instant now) {
        public Lost {
            events = List.copyOf(events);
        }

        /** The number of the newest of them. */
        long sequence() {
            return newest().sequence();
        }

        LostEvent newest() {
            return events.get(events.size() - 1);
        }
    }

    /**
     * An event that the state does not have.
     *
     * @param sequence its number within the aggregate
     * @param kept the event as Kafka has it; null where only the audit log tells of it, which has no payloads
     */
    public record LostEvent(
            String id,
            EventType type,
            String subject,
            long sequence,
            Instant time,
            @Nullable Event kept) {

        /** @param kept an event with a number */
        public static LostEvent of(Event kept) {
            long sequence = Objects.requireNonNull(kept.sequence());
            return new LostEvent(kept.id(), kept.type(), kept.subject(), sequence, kept.time(), kept);
        }

        /** The payload of the event; empty where only the audit log tells of it. */
        public <T extends SpecificRecord> Optional<T> payload(Class<T> schema) {
            return Optional.ofNullable(kept).map(event -> event.payload(schema));
        }
    }

    /** For kinds that no event makes safer. */
    static <S> Restoration<S> none() {
        return of((state, lost) -> state);
    }

    /** For kinds that stay as they are if nobody knows what was lost. */
    public static <S> Restoration<S> of(BiFunction<S, Lost, S> known) {
        return new Restoration<>(known, null);
    }
}
