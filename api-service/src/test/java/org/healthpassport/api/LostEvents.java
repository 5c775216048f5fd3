package org.healthpassport.api;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.healthpassport.aggregates.Restoration.Lost;
import org.healthpassport.aggregates.Restoration.LostEvent;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;

/** Events of one aggregate that a restored store does not have, a second apart. */
public final class LostEvents {
    /** The time of the first of them. */
    public static final Instant BEGIN = Instant.parse("2026-11-30T10:00:00Z");

    /** The time of the restore. */
    public static final Instant RESTORED = Instant.parse("2026-11-30T12:00:00Z");

    private LostEvents() {}

    public static Lost of(NewEvent... events) {
        return new Lost(
                IntStream.range(0, events.length)
                        .mapToObj(i -> LostEvent.of(event(events[i], i)))
                        .toList(),
                RESTORED);
    }

    /** The same as the audit log tells of them, without what they say. */
    public static Lost withoutPayloads(NewEvent... events) {
        return new Lost(
                of(events).events().stream()
                        .map(lost -> new LostEvent(
                                lost.id(), lost.type(), lost.subject(), lost.sequence(), lost.time(), null))
                        .toList(),
                RESTORED);
    }

    public static Lost of(List<NewEvent> events) {
        return of(events.toArray(NewEvent[]::new));
    }

    private static Event event(NewEvent made, int index) {
        return new Event(
                "event-" + index,
                made.type(),
                "aggregate",
                BEGIN.plusSeconds(index),
                "key",
                5L + index,
                "a request",
                null,
                null,
                EventCodec.encode(made.payload()));
    }
}
