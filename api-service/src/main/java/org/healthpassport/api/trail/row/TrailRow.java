package org.healthpassport.api.trail.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.healthpassport.events.Event;

/**
 * A request in the trail of a patient. A request can leave several events, which come in any order and more than once;
 * the row is that of the most telling one.
 *
 * @param id the same for all events of a request about a patient
 * @param time of the event
 */
public record TrailRow(String id, String patientId, Instant time, Look look) {
    /** The most telling one is last: what a request was denied, then what it changed, and the earliest of these. */
    private static final Comparator<TrailRow> BY_WEIGHT = Comparator.<TrailRow>comparingInt(
                    row -> row.look().action().weight())
            .thenComparing(TrailRow::time, Comparator.reverseOrder())
            .thenComparing(row -> row.look().eventId(), Comparator.reverseOrder());

    /**
     * The id of the row of an event. The client can choose the id of its requests, and use it again; the span in {@code
     * traceparent} is the service's own, a new one for each request.
     */
    static String idOf(Event event, String patientId) {
        String request = event.traceparent() == null
                ? "event " + event.id()
                : "request " + event.correlationId() + ' ' + event.traceparent();
        return UUID.nameUUIDFromBytes(("trail of " + patientId + ", " + request).getBytes(UTF_8))
                .toString();
    }

    /** True if this tells more of the request than another of its events; false for the same event. */
    boolean tellsMoreThan(TrailRow other) {
        return BY_WEIGHT.compare(this, other) > 0;
    }

    /** True if two events have one id and differ, as only one of them can be genuine. */
    boolean contradicts(TrailRow other) {
        return look.eventId().equals(other.look().eventId()) && !equals(other);
    }

    @Override
    public String toString() {
        return "TrailRow[" + id + ']';
    }
}
